import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Passes bytes on to one server, until its connections are cut. */
export interface CuttingProxy {
  readonly port: number;
  /** Breaks every connection without a goodbye; gives how many. */
  cut(): number;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback interface. TLS passes through, so the server's certificate must be good for 127.0.0.1. */
export async function createCuttingProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  const server = createServer((incoming) => {
    const outgoing = connect(target.port, target.host);
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined); // told by `close`
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const cut = () => {
    const connections = open.size / 2;
    for (const socket of open) socket.resetAndDestroy();
    return connections;
  };
  return {
    port: address.port,
    cut,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
