import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { sampleInstance } from './samples.ts';

/** A neighbour of the instance, on the loopback interface. */
export interface Neighbour {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** A neighbour that answers over HTTP, well or with 503, and counts how often it was asked. */
export interface HttpNeighbour extends Neighbour {
  fail(isFailing: boolean): void;
  readonly asked: () => number;
}

/** Takes connections and says nothing, as does what is reached over TCP. */
export function startTcpNeighbour(): Promise<Neighbour> {
  return listen(createServer((socket) => socket.destroy()));
}

export async function startHttpNeighbour(): Promise<HttpNeighbour> {
  let status = 200;
  let asked = 0;
  const server = createHttpServer((_, response) => {
    asked += 1;
    response.writeHead(status).end();
  });
  return {
    ...(await listen(server)),
    fail: (isFailing) => (status = isFailing ? 503 : 200),
    asked: () => asked,
  };
}

/** A port on which nothing listens any more. */
export async function closedPort(): Promise<number> {
  const { port, stop } = await startTcpNeighbour();
  await stop();
  return port;
}

async function listen(server: Server): Promise<Neighbour> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, stop: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** Ports of the loopback interface, by what the instance looks for there. */
export interface MappedPorts {
  readonly confServer: number;
  readonly voiceRq: number;
  readonly configNode: number;
  readonly redis: number;
  readonly pulse: number;
}

/** An instance that leads to these ports, in rows 5, 13, 14, 15 and 19. */
export function mappedInstance(name: string, ports: MappedPorts) {
  const sample = sampleInstance(name);
  const at = (port: number) => ({ host: '127.0.0.1', port });
  return {
    ...sample,
    spec: {
      ...sample.spec,
      ixnServer: {
        ...sample.spec.ixnServer,
        confServer: { ...sample.spec.ixnServer.confServer, ...at(ports.confServer) },
        pulse: { statServers: [at(ports.pulse)] },
      },
      ixnNode: {
        ...sample.spec.ixnNode,
        voiceRq: at(ports.voiceRq),
        configNode: at(ports.configNode),
        redis: { nodes: [at(ports.redis)] },
      },
    },
  };
}
