import http from 'node:http';
import https from 'node:https';
import type { KeyPair } from '../certificates/authority.ts';

export interface ApiResponse {
  readonly status: number;
  /** Parsed when it is JSON, the plain text otherwise. */
  readonly body: unknown;
}

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the leading slash and any query. */
  readonly path: string;
  readonly body?: unknown;
  /** Default `application/json`; a PATCH needs one of the patch types. */
  readonly contentType?: string;
  readonly timeoutMs?: number;
}

/** Asks one server; resolves with every answer, whatever its status; rejects when none comes. */
export type ApiClient = (request: ApiRequest) => Promise<ApiResponse>;

export interface Credentials {
  readonly authority: string;
  readonly client: KeyPair;
}

/** A client for one loopback server, with a connection of its own for every request: it has few to make. */
export function createApiClient(serverUrl: string, credentials: Credentials): ApiClient {
  const tls = { ca: credentials.authority, cert: credentials.client.certificate, key: credentials.client.key };
  const send = serverUrl.startsWith('https:') ? https.request : http.request;
  return (request) =>
    new Promise((resolve, reject) => {
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      const outgoing = send(
        new URL(request.path, serverUrl),
        {
          ...tls,
          agent: false,
          method: request.method ?? 'GET',
          headers: { accept: 'application/json', 'content-type': request.contentType ?? 'application/json' },
          signal: AbortSignal.timeout(request.timeoutMs ?? 10_000),
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString()) }),
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
