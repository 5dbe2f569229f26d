// npm run soak: the operator under edits, watch cuts and API server restarts. Fails when it does not end as it should.
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '@ixn/control-plane';
import { createKubeClient, createTransport, type Transport } from '@ixn/kube-client';
import { interactionServers } from '@ixn/operator';
import { KubeConfig } from '@kubernetes/client-node';
import { createInstances } from './create-instances.ts';
import { createCuttingProxy } from './cutting-proxy.ts';
import { unmended } from './drifts.ts';
import { numberedInstance, sampleManifest } from './instance-manifest.ts';
import { bundleOperator, operatorUser, startOperator } from './operator-process.ts';
import { readSoakMinutes } from './options.ts';
import { countDescriptors, readProcessFigures } from './process-figures.ts';
import { describeUnready, untilInstancesReady } from './progress.ts';
import { type Scene, withScene } from './scene.ts';
import { type Act, type ActParts, acts, chooseAct, perform } from './soak-acts.ts';
import { startSoakStores } from './soak-stores.ts';
import { slope } from './statistics.ts';

const instances = 10;
const actEveryMs = 1_500;
const sampleEveryMs = 5_000;
const calmMs = 120_000;

interface Sample {
  /** Hours since the start. */
  readonly hours: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly descriptors: number;
}

async function soak(scene: Scene, bundle: string, minutes: number): Promise<void> {
  const { hostname: host, port } = new URL(scene.controlPlane.serverUrl);
  const proxy = await createCuttingProxy({ host, port: Number(port) });
  const kubeconfigPath = scene.kubeconfigPathFor(operatorUser);
  const through = readFileSync(kubeconfigPath, 'utf8').replace(`:${port}`, `:${proxy.port}`);
  writeFileSync(kubeconfigPath, through);
  const operator = await startOperator({ bundle, namespace: scene.namespace, kubeconfigPath });
  const cut = transportOf(through);
  const stores = await startSoakStores(cut, scene.namespace);
  const transport = scene.transportFor('soak');
  const parts: ActParts = { scene, proxy, transport, instances };
  await createInstances(transport, scene.namespace, instances);
  await untilInstancesReady(scene, instances, calmMs);
  console.log(`${instances} instances are Ready; ${minutes} minutes of edits, cuts and restarts begin`);

  const startedAt = performance.now();
  const hours = () => (performance.now() - startedAt) / 3_600_000;
  const over = new AbortController();
  const samples: Sample[] = [];
  const sampling = sampleUntil(over.signal, async () => {
    const { rssBytes } = readProcessFigures(operator.pid);
    const descriptors = countDescriptors(operator.pid);
    samples.push({ hours: hours(), rssBytes, descriptors, heapBytes: await operator.heapUsedBytes() });
  });
  const done = new Map<Act, number>();
  while (hours() < minutes / 60) {
    const act = chooseAct(Math.random());
    await perform(act, parts);
    done.set(act, (done.get(act) ?? 0) + 1);
    await sleep(actEveryMs);
  }
  over.abort();
  await sampling;
  for (const act of acts) console.log(`${act}: ${done.get(act) ?? 0} times`);
  report(samples);

  await setBack(transport, scene.namespace);
  await untilInstancesReady(scene, instances, calmMs).catch(async (error: unknown) => {
    for (const line of await describeUnready(scene)) console.log(line);
    throw error;
  });
  await untilNothing('a child differs from what is wanted', () => unmended(transport, scene, instances));
  await untilNothing('a store differs from the server', () => stores.differences(transport));
  console.log('all instances are Ready, all edits are mended, and the stores are equal to the server');
  await stores.stop();
  await cut.close();
  await operator.stop();
  await proxy.close();
}

/** Gives every instance its first spec again, as what is wanted of its children was rendered from that. */
async function setBack(transport: Transport, namespace: string): Promise<void> {
  const client = createKubeClient(transport);
  for (let number = 1; number <= instances; number += 1) {
    const { metadata, spec } = numberedInstance(sampleManifest(), namespace, number);
    const ref = { namespace, name: metadata.name };
    const patched = await client.patch(interactionServers, ref, { spec }, { fieldManager: 'soak' });
    if (!patched.ok) throw new Error(patched.failure.message);
  }
}

function transportOf(kubeconfig: string): Transport {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(kubeconfig);
  return createTransport({ kubeConfig, userAgent: 'soak-stores' });
}

async function sampleUntil(signal: AbortSignal, sample: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await sample();
    await sleep(sampleEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** What grows at first, until all code has run once, says nothing: the slopes are those of the second half. */
function report(samples: readonly Sample[]): void {
  const late = samples.slice(Math.floor(samples.length / 2));
  const line = (name: string, pick: (sample: Sample) => number, unit: string) => {
    const perHour = slope(late.map((sample) => ({ x: sample.hours, y: pick(sample) })));
    const [first, last] = [samples[0], samples.at(-1)].map((sample) => (sample === undefined ? 0 : pick(sample)));
    console.log(
      `${name}: ${first?.toFixed(1)} ${unit} at first, ${last?.toFixed(1)} at last, slope ${perHour.toFixed(1)} an hour`,
    );
  };
  line('resident memory', ({ rssBytes }) => rssBytes / 1024 ** 2, 'MiB');
  line('heap', ({ heapBytes }) => heapBytes / 1024 ** 2, 'MiB');
  line('descriptors', ({ descriptors }) => descriptors, 'open');
}

/** Waits until nothing is found any more; fails with what still is. */
async function untilNothing(what: string, find: () => Promise<readonly string[]>): Promise<void> {
  let last: readonly string[] = [];
  const ask = async () => {
    last = await find();
    return last.length === 0 ? true : undefined;
  };
  await poll({ until: `not ${what}`, timeoutMs: calmMs, intervalMs: 1_000 }, ask).catch(() => {
    throw new Error(`${what}:\n${last.slice(0, 20).join('\n')}`);
  });
}

const minutes = readSoakMinutes(process.argv.slice(2));
const bundle = bundleOperator();
await withScene((scene) => soak(scene, bundle, minutes));
