import { isChange, randomFaults } from '@ixn/test-kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { untilReady } from '../src/instance.ts';
import { startOperator } from '../src/operator.ts';
import { startProxy } from '../src/operator-proxy.ts';
import { startPodCensus } from '../src/pod-census.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';
import { workloadGenerations } from '../src/snapshot.ts';

const seed = 20_261_123;
const names = ['tenant-1', 'tenant-2', 'tenant-3'] as const;
/** Less patience than by default, so that requests without an answer do not take half a minute each. */
const timings = { requestTimeoutMs: 2000, stores: { listTimeoutMs: 2000, backoffMaxMs: 2000 } } as const;

describe(`an operator of whose requests a fifth fails (seed ${seed})`, () => {
  it('brings three instances through their life, and restarts no workload more often than without faults', async () => {
    const calm = await lead(0);
    const faulty = await lead(0.2);
    console.log(`${faulty.requests} requests, of which faults struck`, faulty.faults);
    expect(Object.keys(faulty.faults).toSorted()).toEqual([
      'cut',
      'drop after',
      'drop before',
      'refuse 409',
      'refuse 429',
      'refuse 500',
      'refuse 503',
      'stall after',
      'stall before',
    ]);
    expect(faulty.generations).toEqual(calm.generations);
    expect(faulty.pods).toEqual(calm.pods);
  }, 300_000);
});

/** A whole life of three instances: create, other images for each, drift, delete. Gives what it took. */
async function lead(share: number) {
  const namespace = await createNamespace('faults');
  await namespace.apply(sampleSecret());
  const census = await startPodCensus(namespace.name, 'app.kubernetes.io/name');
  const proxy = await startProxy();
  proxy.setPlan(randomFaults(seed, share));
  const operator = await startOperator([namespace.name], [], proxy.kubeconfig, { timings });
  onTestFinished(async () => {
    await operator.stop();
    await proxy.close();
    await census.stop();
  });
  const untilAllReady = () => Promise.all(names.map((name) => untilReady(namespace, name, 90_000)));

  await Promise.all(names.map((name) => namespace.apply(sampleInstance(name))));
  await untilAllReady();
  const image = { image: { tag: 'next' } };
  const spec = { ixnServer: image, ixnNode: image, ixnVQNode: image };
  await Promise.all(names.map((name) => namespace.patch('interactionservers', name, { spec })));
  await untilAllReady();
  await Promise.all(names.map((name) => drift(namespace, name)));
  await untilAllReady();
  const generations = await workloadGenerations(namespace);
  const pods = census.everSeen();
  await Promise.all(names.map((name) => namespace.delete('interactionservers', name)));
  await eventually(
    'nothing is left',
    async () => {
      const left = await Promise.all(
        ['pods', 'services', 'statefulsets', 'deployments', 'networkpolicies'].map((kind) => namespace.list(kind)),
      );
      return left.flat().length === 0 || undefined;
    },
    60_000,
  );
  return {
    requests: proxy.log.length,
    writes: proxy.log.filter(isChange).length,
    faults: proxy.faults(),
    generations,
    pods,
  };
}

/** Deletes a Service and changes a ConfigMap by hand; resolves when both are as they were. */
async function drift(namespace: TestNamespace, name: string): Promise<void> {
  const before = await namespace.get('configmaps', `${name}-ixn`);
  await namespace.delete('services', `${name}-ixn`);
  await namespace.patch('configmaps', `${name}-ixn`, { data: { DEFAULT_PORT: '1' } });
  await eventually(
    `the drift of ${name} is mended`,
    async () => {
      const service = await namespace.get('services', `${name}-ixn`);
      const after = await namespace.get('configmaps', `${name}-ixn`);
      return (service !== undefined && after?.['data'].DEFAULT_PORT === before?.['data'].DEFAULT_PORT) || undefined;
    },
    60_000,
  );
}
