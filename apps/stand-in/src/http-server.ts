import { createServer, type IncomingMessage } from 'node:http';
import { openServer, type OpenServer } from './open-server.ts';

export interface Answer {
  readonly status: number;
  /** Text as it is; everything else becomes JSON. */
  readonly body: unknown;
  readonly contentType?: string;
}

/** Answers a request by its method and path, such as `GET /health`. */
export type Route = (request: string) => Answer;

/** Serves HTTP on a port. Rejects when the port cannot be had. */
export function listenHttp(port: number, route: Route): Promise<OpenServer> {
  const server = httpServer(route);
  return openServer(server, port, () => server.closeAllConnections());
}

/** An HTTP server that does not listen yet. */
export function httpServer(route: Route) {
  return createServer((request, response) => {
    const { status, body, contentType } = route(requestLine(request));
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': contentType ?? (isText ? 'text/plain' : 'application/json') });
    response.end(isText ? body : `${JSON.stringify(body)}\n`);
  });
}

function requestLine({ method = '', url = '' }: IncomingMessage): string {
  return `${method} ${url.split('?')[0]}`;
}
