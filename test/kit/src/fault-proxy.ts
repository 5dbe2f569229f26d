import { once } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Agent, createServer, request as requestOver } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Fault, type FaultPlan, refusalBody } from './fault-plan.ts';
import { type OpenWatch, passWatch } from './open-watch.ts';
import { type ProxiedRequest, readRequest } from './proxied-request.ts';

/** PEM texts. */
interface Pair {
  readonly certificate: string;
  readonly key: string;
}

export interface FaultProxyOptions {
  readonly server: {
    readonly url: string;
    /** The CA of its certificate, PEM. */
    readonly authority: string;
    /** Whom the server takes every request for, whoever sends it to the proxy. */
    readonly client: Pair;
  };
  /** What the proxy shows to its clients, good for 127.0.0.1. */
  readonly own: Pair;
  /** May be set later; everything passes without one. */
  readonly plan?: FaultPlan;
}

/** A reverse proxy in front of a real API server that makes the faults that a plan asks for. */
export interface FaultProxy {
  readonly url: string;
  /** Takes the place of the plan so far; counts and open connections stay. */
  setPlan(plan: FaultPlan | undefined): void;
  /** Every request so far, in the order of arrival, with the fault that struck it. */
  readonly log: readonly LoggedRequest[];
  /** How many requests each kind of fault has struck. */
  faults(): Readonly<Record<string, number>>;
  /** The watches that run now; of one resource, or all. */
  watches(resource?: string): readonly OpenWatch[];
  /** How many requests, watches apart, wait for their answers. */
  pending(): number;
  close(): Promise<void>;
}

export interface LoggedRequest extends ProxiedRequest {
  readonly fault: Fault | undefined;
}

/** Listens on a free port of the loopback interface. */
export async function createFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const log: LoggedRequest[] = [];
  const counts = new Map<string, number>();
  const watches = new Set<OpenWatch>();
  const pending = new Set<ServerResponse>();
  let plan = options.plan;
  const pass = createForwarder(options, watches);

  const server = createServer({ cert: options.own.certificate, key: options.own.key }, (incoming, answer) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const read = readRequest(method, url, headers['content-type'] ?? '');
    const countKey = `${read.verb} ${read.resource}`;
    const count = (counts.get(countKey) ?? 0) + 1;
    counts.set(countKey, count);
    const request = { ...read, count };
    const fault = plan?.(request);
    log.push({ ...request, fault });
    if (request.verb !== 'watch') pending.add(answer);
    answer.on('close', () => pending.delete(answer));
    serve(pass, request, fault, incoming, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `https://127.0.0.1:${port}`,
    setPlan: (next) => {
      plan = next;
    },
    log,
    faults: () => {
      const struck = log.flatMap(({ fault }) => (fault === undefined ? [] : [nameOf(fault)]));
      return Object.fromEntries(
        [...new Set(struck)].map((name) => [name, struck.filter((one) => one === name).length]),
      );
    },
    watches: (resource) =>
      [...watches].filter(({ request }) => resource === undefined || request.resource === resource),
    pending: () => pending.size,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

type Forward = (
  request: ProxiedRequest,
  fault: Fault | undefined,
  incoming: IncomingMessage,
  answer: ServerResponse,
) => void;

function serve(
  pass: Forward,
  request: ProxiedRequest,
  fault: Fault | undefined,
  incoming: IncomingMessage,
  answer: ServerResponse,
): void {
  if (fault?.kind === 'refuse') {
    const { status, retryAfterSeconds } = fault;
    const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    incoming.resume();
    answer.writeHead(status, { 'content-type': 'application/json', ...retryAfter }).end(refusalBody(status));
  } else if (fault?.kind === 'stall') {
    incoming.resume();
  } else if (fault?.kind === 'drop' && fault.when === 'before') {
    incoming.socket.destroy();
    fault.onDropped?.();
  } else {
    pass(request, fault, incoming, answer);
  }
}

function createForwarder({ server }: FaultProxyOptions, watches: Set<OpenWatch>): Forward {
  const agent = new Agent({
    keepAlive: true,
    ca: server.authority,
    cert: server.client.certificate,
    key: server.client.key,
  });
  return (request, fault, incoming, answer) => {
    const { method, url, headers } = incoming;
    const sent = requestOver(
      new URL(url ?? '/', server.url),
      { agent, method, headers: onward(headers) },
      (response) => {
        if (fault?.kind === 'drop') {
          response.resume();
          response.on('close', () => {
            incoming.socket.destroy();
            fault.onDropped?.();
          });
          if (request.verb === 'watch') response.destroy();
          return;
        }
        answer.writeHead(response.statusCode ?? 502, onward(response.headers));
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
      },
    );
    sent.on('error', () => answer.destroy());
    // Whoever gives a request up before its answer has it given up at the server, too.
    answer.on('close', () => sent.destroy());
    incoming.pipe(sent);
  };
}

/** Headers without those that belong to one connection. */
function onward(headers: IncomingMessage['headers']): OutgoingHttpHeaders {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, host: ____, ...rest } = headers;
  return rest;
}

function nameOf(fault: Fault): string {
  switch (fault.kind) {
    case 'refuse':
      return `refuse ${fault.status}`;
    case 'drop':
      return `drop ${fault.when}`;
    default:
      return fault.kind;
  }
}
