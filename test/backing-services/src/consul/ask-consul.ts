import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

export interface ConsulAnswer {
  readonly status: number;
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown;
}

export interface ConsulAddress {
  readonly host: string;
  readonly port: number;
  /** Whoever answers is trusted: this asks agents of our own, whose certificates may be bad on purpose. */
  readonly tls: boolean;
}

const timeoutMs = 5_000;

/** Makes one request to a Consul agent's HTTP API. */
export function askConsul(
  { host, port, tls }: ConsulAddress,
  method: 'GET' | 'PUT',
  path: string,
  body?: unknown,
): Promise<ConsulAnswer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const options = { host, port, path, method, signal, agent: false };
    const request = tls ? tlsRequest({ ...options, rejectUnauthorized: false }) : plainRequest(options);
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString()) });
      });
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
