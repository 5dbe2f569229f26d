import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { HttpDependency, Trust } from '../dependency.ts';
import { formatEndpoint, type Endpoint } from '../endpoint.ts';
import { withCode } from '../error-code.ts';
import { neverLost, type Session, sessionTimeoutMs } from './session.ts';
import { tlsOptions } from './tls-options.ts';

/** Asks Voice config; whatever it answers is an answer, unless it says itself that it cannot. */
export async function openHttp({ endpoints, tls }: HttpDependency, signal: AbortSignal): Promise<Session> {
  const ask = asking(endpoints, tls, signal);
  return { exchange: async () => `was answered HTTP ${(await ask('/')).status}`, lost: neverLost() };
}

/** What IXN Node looks up in Consul: Voice RQ. */
const lookedUp = 'voice-rq';

/** Asks the Consul agent who leads, and where a service is. */
export async function openConsul({ endpoints, tls }: HttpDependency, signal: AbortSignal): Promise<Session> {
  const ask = asking(endpoints, tls, signal);
  const exchange = async () => {
    const { body: leader } = await ask('/v1/status/leader');
    if (typeof leader !== 'string' || leader === '') throw withCode('NO_LEADER');
    const { body } = await ask(`/v1/catalog/service/${lookedUp}`);
    const places = Array.isArray(body) ? body.map(placeOf) : [];
    return `found ${lookedUp} at ${places.join(', ') || 'no place'}`;
  };
  return { exchange, lost: neverLost() };
}

function placeOf(entry: unknown): string {
  const { ServiceAddress: own, Address: ofNode, ServicePort: port }: Readonly<Record<string, unknown>> = Object(entry);
  return formatEndpoint({ host: String(own === '' ? ofNode : own), port: Number(port) });
}

interface HttpAnswer {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

/** GET over a connection of its own. Rejects with HTTP_5xx where the server cannot answer. */
function asking([endpoint]: readonly Endpoint[], tls: Trust | undefined, stop: AbortSignal) {
  return (path: string): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const signal = AbortSignal.any([stop, AbortSignal.timeout(sessionTimeoutMs)]);
      const options = { host: endpoint?.host, port: endpoint?.port, path, signal, agent: false };
      const request = tls === undefined ? plainRequest(options) : tlsRequest({ ...options, ...tlsOptions(tls) });
      request.once('error', (error) => reject(error.name === 'TimeoutError' ? withCode('ETIMEDOUT') : error));
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        const { statusCode: status = 0 } = response;
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          if (status >= 500) reject(withCode(`HTTP_${status}`));
          else resolve({ status, body: parsed(Buffer.concat(chunks).toString()) });
        });
      });
      request.end();
    });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
