import type { Socket } from 'node:net';
import { httpServer, listenHttp } from './http-server.ts';
import type { Log } from './log.ts';
import type { OpenServer } from './open-server.ts';
import { listenTcp, peerAddress } from './tcp-server.ts';

export interface ListenOptions {
  /** What it says of itself. */
  readonly name: string;
  readonly ports: readonly number[];
  /** Where GET /seen lists the connections; nowhere when undefined. */
  readonly controlPort: number | undefined;
}

/** A connection that somebody opened. */
export interface SeenConnection {
  readonly port: number;
  readonly from: string;
}

/** A neighbour that listens. */
export interface RunningListener {
  /** In the order in which they were asked for. */
  readonly ports: readonly number[];
  readonly controlPort: number | undefined;
  close(): Promise<void>;
}

/** The last connections are remembered, no more than these. */
const maxSeen = 1_000;
/** Whoever speaks HTTP sends first; whoever has not sent anything after so long is greeted. */
const greetAfterMs = 50;

/** Plays neighbours that are connected to: one on each port, each speaking HTTP to those who do. */
export async function listen({ name, ports, controlPort }: ListenOptions, log: Log): Promise<RunningListener> {
  const seen: SeenConnection[] = [];
  const http = httpServer(() => ({ status: 200, body: { name } }));
  const open: OpenServer[] = [];
  const close = async () => {
    http.closeAllConnections();
    await Promise.all(open.map((server) => server.close()));
  };
  try {
    for (const port of ports) {
      const server = await listenTcp(port, (socket) => {
        const connection = { port: socket.localPort ?? port, from: peerAddress(socket) };
        log({ event: 'accepted', name, ...connection });
        seen.push(connection);
        if (seen.length > maxSeen) seen.shift();
        answer(socket, `${name}\n`, () => http.emit('connection', socket));
      });
      open.push(server);
    }
    const listening = open.map((server) => server.port);
    const control =
      controlPort === undefined
        ? undefined
        : await listenHttp(controlPort, (request) =>
            request === 'GET /seen' ? { status: 200, body: seen } : { status: 404, body: 'try GET /seen\n' },
          );
    if (control !== undefined) open.push(control);
    log({ event: 'listening', name, ports: listening, ...(control && { controlPort: control.port }) });
    return { ports: listening, controlPort: control?.port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Greets a connection, or hands it over when it turns out to speak HTTP. */
function answer(socket: Socket, greeting: string, speakHttp: () => void): void {
  const greet = () => {
    clearTimeout(timer);
    socket.off('data', onData);
    socket.resume();
    socket.write(greeting);
  };
  const onData = (chunk: Buffer) => {
    if (!/^[A-Z]+ \//.test(chunk.toString('latin1'))) return greet();
    clearTimeout(timer);
    socket.off('data', onData);
    socket.pause();
    socket.unshift(chunk);
    speakHttp();
    socket.resume();
  };
  const timer = setTimeout(greet, greetAfterMs);
  socket.once('close', () => clearTimeout(timer));
  socket.on('data', onData);
}
