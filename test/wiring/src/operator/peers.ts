import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type Socket, connect, createServer as createTcpServer } from 'node:net';
import { freePort } from '../failures.ts';
import type { Act } from './act.ts';

/** A server of which nothing is known but its port, in a process of its own. */
export interface Peer {
  readonly port: number;
  readonly stopped: Act;
  /** It takes no more connections, as those that it does not take up fill its queue. */
  readonly full: Act;
  readonly end: () => Promise<void>;
}

const program = (port: number) =>
  `require('net').createServer(() => {}).listen({ port: ${port}, host: '127.0.0.1', backlog: 1 }, () => console.log('ready'))`;

export async function startPeer(): Promise<Peer> {
  const port = await freePort();
  let child = await launch(port);
  const waiting: Socket[] = [];
  const kill = async () => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return {
    port,
    stopped: {
      make: kill,
      mend: async () => {
        child = await launch(port);
      },
    },
    full: {
      make: () => {
        child.kill('SIGSTOP');
        // Linux lets in one more than the queue is long.
        for (let index = 0; index < 3; index += 1)
          waiting.push(connect(port, '127.0.0.1').on('error', () => undefined));
      },
      mend: () => {
        for (const socket of waiting.splice(0)) socket.destroy();
        child.kill('SIGCONT');
      },
    },
    end: kill,
  };
}

async function launch(port: number) {
  const child = spawn(process.execPath, ['-e', program(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

/** A server that speaks first, and no protocol of ours. */
export async function startGreeter(): Promise<{ readonly port: number; readonly end: () => Promise<void> }> {
  const port = await freePort();
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.resume();
    socket.end('220 mail.example.com ESMTP ready\r\n');
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    end: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

/** A web server that can be told how to answer. */
export interface WebPeer {
  readonly port: number;
  /** What it answers with next. */
  readonly answer: { status: number; body: string; silent: boolean };
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

export async function startWebPeer(): Promise<WebPeer> {
  const port = await freePort();
  const answer = { status: 200, body: '', silent: false };
  let server: Server | undefined;
  const start = async () => {
    server = createServer((_, response) => {
      if (!answer.silent) response.writeHead(answer.status).end(answer.body);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await start();
  return {
    port,
    answer,
    start,
    stop: async () => {
      if (server === undefined) return;
      const closed = once(server, 'close');
      server.close().closeAllConnections();
      server = undefined;
      await closed;
    },
  };
}

/** The metrics of a pod, which says nothing at first. */
export interface PodMetrics {
  /** What is to be in the spec of its workload: it is on the network of its node then, which is this machine. */
  readonly spec: object;
  /** The pod says that it is not connected, and then nothing again. */
  readonly podSaysNo: Act;
}

export async function preparePodMetrics(metric: string): Promise<PodMetrics> {
  const web = await startWebPeer();
  web.answer.body = `${metric} 0\n`;
  await web.stop();
  const ports = { default: await freePort(), health: web.port };
  return {
    spec: { ports, podTemplate: { spec: { hostNetwork: true } } },
    podSaysNo: { make: web.start, mend: web.stop },
  };
}
