import { createServer, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';

/** Says whether something holds: undefined when it does, else why it does not. */
export type Check = () => string | undefined;

export interface EndpointsOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly registry: Registry;
  /** Answers /healthz: the process should be restarted when it fails. */
  readonly healthy: Check;
  /** Answers /readyz: the process has begun its work. */
  readonly ready: Check;
}

export interface Endpoints {
  /** The port that is listened on. */
  readonly port: number;
  close(): Promise<void>;
}

/** Serves /healthz, /readyz and /metrics over HTTP. Rejects when the port cannot be had. */
export async function serveEndpoints(options: EndpointsOptions): Promise<Endpoints> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answer(response, 405, 'only GET is answered here\n');
    switch (request.url?.split('?')[0]) {
      case '/healthz':
        return answerCheck(response, options.healthy);
      case '/readyz':
        return answerCheck(response, options.ready);
      case '/metrics':
        return void answerMetrics(response, options.registry);
      default:
        return answer(response, 404, 'try /healthz, /readyz or /metrics\n');
    }
  });
  server.requestTimeout = 10_000;
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : options.port);
    });
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  response: ServerResponse,
  status: number,
  text: string,
  contentType = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(text);
}

function answerCheck(response: ServerResponse, check: Check): void {
  const problem = check();
  answer(response, problem === undefined ? 200 : 503, `${problem ?? 'ok'}\n`);
}

async function answerMetrics(response: ServerResponse, registry: Registry): Promise<void> {
  try {
    answer(response, 200, await registry.metrics(), registry.contentType);
  } catch {
    answer(response, 500, 'the metrics could not be collected\n');
  }
}
