import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';
import { listenTcp } from './tcp-server.ts';

/** Ports that nothing listens on, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listenTcp(0, (socket) => socket.destroy())));
  await Promise.all(servers.map((server) => server.close()));
  return servers.map(({ port }) => port);
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/** A server of the test's own on a free port; it ends with the test, if not before. */
export async function startServer(accept: (socket: Socket) => void = (socket) => socket.resume(), port = 0) {
  const server = await listenTcp(port, accept);
  onTestFinished(() => server.close());
  return server;
}

const deafServer = `
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

/** A port on which connections are neither accepted nor refused: of a process that never looks, with a queue that is full. */
export async function startDeafServer(): Promise<number> {
  const child = spawn(process.execPath, ['-e', deafServer], { stdio: ['ignore', 'pipe', 'inherit'] });
  const waiting: Socket[] = [];
  onTestFinished(() => {
    for (const socket of waiting) socket.destroy();
    child.kill('SIGKILL');
  });
  const [said]: readonly unknown[] = await once(child.stdout, 'data');
  const port = Number(String(said));
  for (let count = 0; count < 8; count += 1) {
    waiting.push(connect(port, '127.0.0.1').on('error', () => undefined));
  }
  const [first] = waiting;
  if (first?.connecting === true) await once(first, 'connect');
  return port;
}

/** Waits until what is expected holds. */
export function eventually(expectation: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(expectation, { timeout: 20_000, interval: 20 });
}
