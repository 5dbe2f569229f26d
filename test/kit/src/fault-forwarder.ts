import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Agent, request as requestOver } from 'node:https';
import { breakOff } from './break-off.ts';
import { type Fault, refusalBody } from './fault-plan.ts';
import { type OpenWatch, passWatch } from './open-watch.ts';
import type { ProxiedRequest } from './proxied-request.ts';

/** The API server behind a proxy; certificates and keys as PEM. */
export interface ProxiedServer {
  readonly url: string;
  /** The CA of its certificate. */
  readonly authority: string;
  /** Whom the server takes every request for, whoever sends it to the proxy. */
  readonly client: { readonly certificate: string; readonly key: string };
}

/** One request on its way through the proxy. */
export interface Exchange {
  readonly request: ProxiedRequest;
  readonly fault: Fault | undefined;
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
}

/** Gives the function that serves an exchange: with its fault, or by the server. Keeps `watches` to those that run. */
export function createForwarder(server: ProxiedServer, watches: Set<OpenWatch>): (exchange: Exchange) => void {
  const { certificate: cert, key } = server.client;
  const agent = new Agent({ keepAlive: true, ca: server.authority, cert, key });

  function forward(exchange: Exchange): void {
    const { incoming, answer } = exchange;
    const { method, url, headers } = incoming;
    const options = { agent, method, headers: onward(headers) };
    const sent = requestOver(new URL(url ?? '/', server.url), options, (response) =>
      passBack(exchange, response, watches),
    );
    sent.on('error', () => answer.destroy());
    // Whoever gives a request up before its answer has it given up at the server, too.
    answer.on('close', () => sent.destroy());
    incoming.pipe(sent);
  }

  return (exchange) => {
    if (!serveItself(exchange)) forward(exchange);
  };
}

/** Does what a fault wants done before the server sees the request; false when the server is to see it. */
function serveItself({ fault, incoming, answer }: Exchange): boolean {
  switch (fault?.kind) {
    case 'refuse': {
      const { status, retryAfterSeconds } = fault;
      const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
      incoming.resume();
      answer.writeHead(status, { 'content-type': 'application/json', ...retryAfter }).end(refusalBody(status));
      return true;
    }
    case 'stall':
      if (fault.when === 'after') return false;
      incoming.resume();
      return true;
    case 'drop':
      if (fault.when === 'after') return false;
      incoming.socket.destroy();
      fault.onDropped?.();
      return true;
    default:
      return false;
  }
}

function passBack({ request, fault, incoming, answer }: Exchange, response: IncomingMessage, watches: Set<OpenWatch>) {
  if (fault?.kind === 'drop' || fault?.kind === 'stall') {
    response.resume();
    if (fault.kind === 'stall') return;
    response.on('close', () => {
      incoming.socket.destroy();
      fault.onDropped?.();
    });
    if (request.verb === 'watch' || request.streamed) response.destroy(); // neither ends by itself
    return;
  }
  answer.writeHead(response.statusCode ?? 502, onward(response.headers));
  if (fault?.kind === 'breakOff') {
    breakOff(fault, response, answer);
    return;
  }
  if (request.verb !== 'watch' || response.statusCode !== 200) {
    response.on('error', () => answer.destroy());
    response.pipe(answer);
    return;
  }
  answer.flushHeaders();
  const delayMs = fault?.kind === 'delayEvents' ? fault.delayMs : 0;
  const watch = passWatch(request, response, answer, delayMs, () => watches.delete(watch));
  watches.add(watch);
  if (fault?.kind === 'cut') setTimeout(() => watch.cut(), fault.afterMs).unref();
}

/** Headers without those that belong to one connection. */
function onward(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, host: ____, ...rest } = headers;
  return rest;
}
