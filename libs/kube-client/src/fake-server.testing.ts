import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';

/** What a test sees of a request, and may answer. */
export interface FakeRequest {
  /** `stream`: a list as a watch. */
  readonly kind: 'list' | 'stream' | 'watch' | 'other';
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly response: ServerResponse;
}

/** An HTTP server that does what a test tells it to. */
export interface FakeServer {
  readonly kubeConfig: KubeConfig;
  /** Every request, oldest first. */
  readonly requests: readonly FakeRequest[];
  count(kind: FakeRequest['kind']): number;
  /** Sees every request before the server does; `true` when it has answered, or will. */
  intercept(interceptor?: (request: FakeRequest) => boolean): void;
  /** Connections opened so far. */
  connections(): number;
  /** Breaks every connection. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startFakeServer(answer: (request: FakeRequest) => void): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let interceptor: ((request: FakeRequest) => boolean) | undefined;

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', headers } = incoming;
      const url = new URL(incoming.url ?? '/', 'http://fake');
      const isCollection = method === 'GET' && url.pathname.endsWith('/configmaps');
      const watchKind = url.searchParams.has('sendInitialEvents') ? 'stream' : 'watch';
      const collectionKind = url.searchParams.has('watch') ? watchKind : 'list';
      const kind = isCollection ? collectionKind : 'other';
      const request = { kind, method, url, headers, body: Buffer.concat(chunks).toString(), response } as const;
      requests.push(request);
      if (interceptor?.(request) !== true) {
        answer(request);
      }
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const cut = () => sockets.forEach((socket) => socket.destroy());
  return {
    kubeConfig: kubeConfigFor(`http://127.0.0.1:${port}`),
    requests,
    count: (kind) => requests.filter((request) => request.kind === kind).length,
    intercept(next) {
      interceptor = next;
    },
    connections: () => connections,
    cut,
    stop() {
      cut();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Answers with a Status object. */
export function refuse(
  { response }: FakeRequest,
  httpStatus: number,
  details: object = {},
  headers: Record<string, string> = {},
): void {
  response.writeHead(httpStatus, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', code: httpStatus, ...details }));
}

/** Writes a piece of an answer and waits until it has left, so that the next one travels apart from it. */
export function writeApart(response: ServerResponse | undefined, piece: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    if (response === undefined) {
      reject(new Error('there is no answer to write to'));
    }
    response?.write(piece, () => setImmediate(resolve));
  });
}

/** Reaches a server without TLS, as nobody in particular unless a user is given. */
export function kubeConfigFor(server: string, user: Omit<KubeConfig['users'][number], 'name'> = {}): KubeConfig {
  const kubeConfig = new KubeConfig();
  // KubeConfig refuses plain HTTP unless verification is off.
  kubeConfig.loadFromClusterAndUser({ name: 'fake', server, skipTLSVerify: true }, { name: 'fake', ...user });
  return kubeConfig;
}
