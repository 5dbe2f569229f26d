// node libs/kube-client/bench/initial-list.ts: the first list of a store, in pages against a stream (WatchList), on the cluster
// of the current kubeconfig. It makes ConfigMaps of 4 KiB in namespaces of its own, 5,000 in one and 50 in another, lists them in
// fresh processes in turns, and removes the namespaces. Rounds: the first argument, 5 by default; reported are the medians.
import { spawnSync } from 'node:child_process';
import { KubeConfig } from '@kubernetes/client-node';
import { createKubeClient } from '../src/kube-client.ts';
import { createStore } from '../src/store.ts';
import { createTransport } from '../src/transport.ts';

const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
const namespaces = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };
const fieldManager = 'bench';
const sizes = [5_000, 50] as const;
const ways = ['pages', 'stream'] as const;

const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const transport = createTransport({ kubeConfig, userAgent: fieldManager });
const client = createKubeClient(transport);

function namespaceOf(size: number | string): string {
  return `bench-initial-list-${size}`;
}

/** Fills a store, of which a projection as small as an operator's is kept, and tells what that took. */
async function measure(way: string, size: string): Promise<void> {
  await client.list(configMaps, { namespace: namespaceOf(size), limit: 1 }); // connects, and loads the code
  const stop = new AbortController();
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const store = createStore({
    transport,
    type: configMaps,
    namespaces: [namespaceOf(size)],
    streamedList: way === 'stream',
    project: ({ metadata }) => metadata.uid,
  });
  const ended = store.run(stop.signal);
  await store.synced;
  const { user, system } = process.cpuUsage(cpuBefore);
  const figures = {
    count: store.list().length,
    ms: performance.now() - startedMs,
    cpuMs: (user + system) / 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(JSON.stringify(figures));
  stop.abort();
  await ended;
}

async function prepare(size: number): Promise<void> {
  const namespace = namespaceOf(size);
  const metadata = { name: namespace };
  await client.apply(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata }, { fieldManager });
  const data = { value: 'x'.repeat(4096) };
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < size; n = next++) {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `map-${n}`, namespace }, data };
      const applied = await client.apply(configMaps, object, { fieldManager });
      if (!applied.ok) throw new Error(applied.failure.message);
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}

function report(size: number, rounds: number): void {
  const results = ways.map((way) => ({ way, figures: new Array<Readonly<Record<string, number>>>() }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { way, figures } of results) {
      const { stdout } = spawnSync(process.execPath, [import.meta.filename, way, String(size)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      figures.push(JSON.parse(stdout.toString()));
    }
  }
  for (const { way, figures } of results) {
    const median = (name: string) =>
      figures.map((one) => one[name] ?? 0).toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
    const of = (name: string) => `${name} ${median(name).toFixed(0)}`;
    process.stdout.write(`${way}: ${['count', 'ms', 'cpuMs', 'peakRssMb'].map(of).join(', ')}\n`);
  }
}

const [first = '5', size] = process.argv.slice(2);
if (size === undefined) {
  for (const each of sizes) {
    await prepare(each);
    report(each, Number(first));
    await client.delete(namespaces, { name: namespaceOf(each) });
  }
} else {
  await measure(first, size);
}
await transport.close();
