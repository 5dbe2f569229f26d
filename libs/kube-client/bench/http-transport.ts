// node libs/kube-client/bench/http-transport.ts: HTTP/1.1 pools against HTTP/2, measured in turns within one run, on the
// cluster of the current kubeconfig (`npm run control-plane` gives one). It writes ConfigMaps into the namespace default,
// and removes them. Rounds: the first argument, 5 by default; reported are the medians.
import { KubeConfig } from '@kubernetes/client-node';
import { Pool } from 'undici';
import { createCredentialSource, type Credentials } from '../src/credentials.ts';

interface Variant {
  readonly name: string;
  readonly allowH2: boolean;
  readonly connections: number;
}

interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerThousand: number;
}

const variants: readonly Variant[] = [
  { name: 'HTTP/1.1, 32 connections', allowH2: false, connections: 32 },
  { name: 'HTTP/1.1, 8 connections', allowH2: false, connections: 8 },
  { name: 'HTTP/2, 1 connection', allowH2: true, connections: 1 },
  { name: 'HTTP/2, 4 connections', allowH2: true, connections: 4 },
];
const collection = '/api/v1/namespaces/default/configmaps';
const objects = 50;

/** Sends `total` requests, so many at a time. */
async function measure(total: number, atOnce: number, send: (n: number) => Promise<void>): Promise<Figures> {
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < total; n = next++) {
      const sentMs = performance.now();
      await send(n);
      latencies.push(performance.now() - sentMs);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    perSecond: total / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    cpuMsPerThousand: (user + system) / total, // microseconds for one
  };
}

function poolFor({ origin, tls }: Credentials, { allowH2, connections }: Variant): Pool {
  // One connection of HTTP/2 takes many requests at a time; one of HTTP/1.1 takes one.
  return new Pool(origin, { connections, allowH2, pipelining: allowH2 ? 128 : 1, connect: { ...tls } });
}

function sender(pool: Pool, { headers, basePath }: Credentials) {
  return async (method: 'GET' | 'PATCH' | 'DELETE', path: string, body?: string): Promise<void> => {
    const answer = await pool.request({
      method,
      path: basePath + path,
      headers: { ...headers, 'content-type': 'application/apply-patch+yaml' },
      body: body ?? null,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
  };
}

function configMap(n: number, value: number): string {
  const metadata = { name: `bench-${n % objects}`, namespace: 'default' };
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { value: `${value}`.repeat(200) } });
}

const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const read = await createCredentialSource(kubeConfig).current();
if (!read.ok) throw new Error(read.failure.message);
const credentials = read.value;
const rounds = Number(process.argv[2] ?? 5);
const results = new Map<string, Figures[]>();

for (let round = 0; round <= rounds; round += 1) {
  for (const variant of variants) {
    const pool = poolFor(credentials, variant);
    const send = sender(pool, credentials);
    const note = (what: string, figures: Figures) => {
      const key = `${what}|${variant.name}`;
      if (round > 0) results.set(key, [...(results.get(key) ?? []), figures]); // the first one warms up
    };
    const path = (n: number) => `${collection}/bench-${n % objects}`;
    const apply = (n: number) => send('PATCH', `${path(n)}?fieldManager=bench&force=true`, configMap(n, round + n));
    await measure(objects, 8, apply);
    note('apply, 32 at a time', await measure(1_000, 32, apply));
    note('get, 32 at a time', await measure(3_000, 32, (n) => send('GET', path(n))));
    note('get, 1 at a time', await measure(500, 1, (n) => send('GET', path(n))));
    await pool.close();
  }
}

const pool = poolFor(credentials, { name: '', allowH2: false, connections: 8 });
await measure(objects, 8, (n) => sender(pool, credentials)('DELETE', `${collection}/bench-${n}`));
await pool.close();

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const rows = [...results].toSorted(([a], [b]) => a.localeCompare(b));
process.stdout.write(
  '| requests | transport | per second | p50 ms | p99 ms | CPU ms per 1,000 |\n|---|---|---|---|---|---|\n',
);
for (const [key, figures] of rows) {
  const of = (name: keyof Figures) => median(figures.map((one) => one[name]));
  const cells = [of('perSecond').toFixed(0), of('p50Ms').toFixed(2), of('p99Ms').toFixed(2)];
  process.stdout.write(
    `| ${key.replace('|', ' | ')} | ${cells.join(' | ')} | ${of('cpuMsPerThousand').toFixed(0)} |\n`,
  );
}
