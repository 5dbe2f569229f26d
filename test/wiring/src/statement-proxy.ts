import { createServer, connect, type Socket } from 'node:net';

/** Stands between a client and PostgreSQL, without TLS, and tells of each statement before it goes on. */
export interface StatementProxy {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * `onStatement` is told of each login and of each statement, one after the other; what it answers is whether the statement
 * is to reach the server.
 */
export async function startStatementProxy(
  target: { readonly host: string; readonly port: number },
  onStatement: () => boolean,
): Promise<StatementProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target.port, target.host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.end());
    upstream.pipe(client);
    const read = messagesOf((message, starts) => {
      if (!starts || onStatement()) upstream.write(message);
    });
    client.on('data', read);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
      server.close(() => onClosed());
      await closed;
    },
  };
}

/** Splits what a client sends into messages: `starts` says whether one is a login or begins a statement. */
function messagesOf(onMessage: (message: Buffer, starts: boolean) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      // The first message has no type before its length.
      const typeBytes = isFirst ? 0 : 1;
      if (rest.length < typeBytes + 4) return;
      const length = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      const starts = isFirst || message[0] === query || message[0] === parse;
      rest = rest.subarray(length);
      isFirst = false;
      onMessage(message, starts);
    }
  };
}

const query = 'Q'.charCodeAt(0);
const parse = 'P'.charCodeAt(0);
