import type { Server } from 'node:net';

/** A server that listens. */
export interface OpenServer {
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** Lets a server listen, on every address; port 0 takes any free one. Rejects when the port cannot be had. */
export async function openServer(server: Server, port: number, endConnections: () => void): Promise<OpenServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endConnections();
      }),
  };
}
