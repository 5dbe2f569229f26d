// node libs/kube-client/bench/half-open.ts: how HTTP/1.1 and HTTP/2 come back when all connections have gone half-open, as
// after the failover of a load balancer: nothing comes through, and nothing is closed. On the cluster of the current
// kubeconfig, through a proxy of its own; requests are given up after 2 s, and everything after 90 s.
import { connect, createServer, type Socket } from 'node:net';
import { KubeConfig } from '@kubernetes/client-node';
import { Pool } from 'undici';
import { createCredentialSource } from '../src/credentials.ts';

const giveUpMs = 90_000;
const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const read = await createCredentialSource(kubeConfig).current();
if (!read.ok) throw new Error(read.failure.message);
const { origin, tls } = read.value;
const target = new URL(origin);

for (const allowH2 of [false, true]) {
  const sockets: Socket[] = [];
  const proxy = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    sockets.push(near, far);
    near.on('error', () => undefined).pipe(far);
    far.on('error', () => undefined).pipe(near);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const address = proxy.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const limits = { headersTimeout: 0, bodyTimeout: 0, connections: allowH2 ? 1 : 32, pipelining: allowH2 ? 128 : 1 };
  const pool = new Pool(`https://127.0.0.1:${port}`, { ...limits, allowH2, connect: tls });
  const ask = async (): Promise<boolean> => {
    try {
      const answer = await pool.request({ method: 'GET', path: '/version', signal: AbortSignal.timeout(2_000) });
      await answer.body.text();
      return true;
    } catch {
      return false;
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  for (const socket of sockets) socket.unpipe().pause();
  const startedMs = performance.now();
  let tries = 1;
  let recovered = await ask();
  while (!recovered && performance.now() - startedMs < giveUpMs) {
    tries += 1;
    recovered = await ask();
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const name = allowH2 ? 'HTTP/2' : 'HTTP/1.1';
  process.stdout.write(`${name}: ${recovered ? 'back' : 'not back'} after ${seconds} s and ${tries} tries\n`);
  await pool.destroy();
  for (const socket of sockets) socket.destroy();
  proxy.close();
}
