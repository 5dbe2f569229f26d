// node libs/kube-client/bench/initial-list.ts: the first list of a store, in pages against a stream (WatchList), on the cluster
// of the current kubeconfig. It makes 5,000 ConfigMaps of 4 KiB in a namespace of its own, lists them in fresh processes in
// turns, and removes the namespace. Rounds: the first argument, 5 by default; reported are the medians.
import { spawnSync } from 'node:child_process';
import { KubeConfig } from '@kubernetes/client-node';
import { createLineSplitter } from '../src/lines.ts';
import { createKubeClient } from '../src/kube-client.ts';
import { listPages } from '../src/paged-list.ts';
import { createTransport } from '../src/transport.ts';
import { parseWatchEvent } from '../src/watch-event.ts';

const namespace = 'bench-initial-list';
const configMaps = { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true };
const namespaces = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };
const fieldManager = 'bench';
const objects = 5_000;
const variants = ['pages of 500', 'stream'] as const;

const kubeConfig = new KubeConfig();
kubeConfig.loadFromDefault();
const transport = createTransport({ kubeConfig, userAgent: fieldManager });
const signal = new AbortController().signal;

async function listInPages(): Promise<number> {
  const names = new Set<string>();
  const call = { pageSize: 500, timeoutMs: 60_000, signal };
  const listed = await listPages(transport, configMaps, { namespace }, call, {
    page: (page) => page.forEach(({ metadata }) => names.add(metadata.name)),
    restart: () => undefined,
  });
  if (!listed.ok) throw new Error(listed.failure.message);
  return names.size;
}

async function listAsStream(): Promise<number> {
  const names = new Set<string>();
  const lines = createLineSplitter();
  const stop = new AbortController();
  const query = 'watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan';
  const path = `/api/v1/namespaces/${namespace}/configmaps?${query}`;
  const request = { verb: 'watch', resource: 'configmaps', method: 'GET', path, repeat: 'never' } as const;
  await transport.stream(
    { ...request, idleTimeoutMs: 60_000, signal: stop.signal },
    {
      opened: () => undefined,
      chunk(bytes) {
        for (const line of lines.push(bytes)) {
          const event = parseWatchEvent(line, configMaps);
          if (event.kind === 'put') names.add(event.object.metadata.name);
          if (event.kind === 'bookmark') stop.abort(); // the end of the list: none comes before it
        }
      },
    },
  );
  return names.size;
}

async function measure(variant: string): Promise<void> {
  await createKubeClient(transport).list(configMaps, { limit: 1 }); // connects, and loads the code
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const count = await (variant === 'stream' ? listAsStream() : listInPages());
  const { user, system } = process.cpuUsage(cpuBefore);
  const figures = {
    count,
    ms: performance.now() - startedMs,
    cpuMs: (user + system) / 1000,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(JSON.stringify(figures));
  await transport.close();
}

async function prepare(): Promise<void> {
  const client = createKubeClient(transport);
  await client.apply(
    namespaces,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { fieldManager },
  );
  const data = { value: 'x'.repeat(4096) };
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < objects; n = next++) {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `map-${n}`, namespace }, data };
      const applied = await client.apply(configMaps, object, { fieldManager });
      if (!applied.ok) throw new Error(applied.failure.message);
    }
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}

const [argument = '5'] = process.argv.slice(2);
if (variants.some((variant) => variant === argument)) {
  await measure(argument);
} else {
  await prepare();
  const results = new Map<string, Record<string, number>[]>();
  for (let round = 0; round < Number(argument); round += 1) {
    for (const variant of variants) {
      const { stdout } = spawnSync(process.execPath, [import.meta.filename, variant], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      results.set(variant, [...(results.get(variant) ?? []), JSON.parse(stdout.toString())]);
    }
  }
  for (const [variant, figures] of results) {
    const median = (name: string) =>
      figures.map((one) => one[name] ?? 0).toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
    const of = (name: string) => `${name} ${median(name).toFixed(0)}`;
    process.stdout.write(`${variant}: ${['count', 'ms', 'cpuMs', 'peakRssMb'].map(of).join(', ')}\n`);
  }
  await createKubeClient(transport).delete(namespaces, { name: namespace });
  await transport.close();
}
