import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  applyInstance,
  type Instance,
  newInstance,
  onlyPodOf,
  playedBy,
  podSelector,
  type SpecChanges,
  untilReady,
} from '../src/instance.ts';
import { findOverlaps } from '../src/overlaps.ts';
import { type PodWatch, watchPods } from '../src/pod-watch.ts';
import { eventually, openScene } from '../src/scene.ts';

const scene = openScene();
const { kubectl, facts } = scene;
let instance: Instance;
let servers: PodWatch;
let vqNodes: PodWatch;

/** The instance after so many changes; its pods take some seconds to end, so that a second one would have the time to start. */
function specAfter(changes: number): SpecChanges {
  const annotations = { changes: String(changes) };
  const container = { lifecycle: { preStop: { sleep: { seconds: 4 } } } };
  return {
    ixnServer: { podTemplate: playedBy('ixnServer', { annotations, container }) },
    ixnVQNode: { podTemplate: playedBy('ixnVQNode', { annotations, container }) },
  };
}

beforeAll(async () => {
  instance = newInstance(scene, 'single');
  await applyInstance(scene, instance, specAfter(0));
  await untilReady(scene, instance);
  const watch = (workload: 'ixnServer' | 'ixnVQNode') =>
    watchPods(facts, instance.namespace, podSelector(instance, workload));
  servers = await watch('ixnServer');
  vqNodes = await watch('ixnVQNode');
});

afterAll(async () => {
  await servers.stop();
  await vqNodes.stop();
});

/** Does something to the server's pod, and waits until another one is ready in its place. */
async function replacedBy(action: (pod: string, node: string) => Promise<unknown>): Promise<void> {
  const { metadata, spec } = await onlyPodOf(scene, instance, 'ixnServer');
  await action(metadata?.name ?? '', spec?.nodeName ?? '');
  await eventually('another server is ready', async () => {
    const pod = await onlyPodOf(scene, instance, 'ixnServer');
    const ready = pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    return ready === true && pod.metadata?.uid !== metadata?.uid ? true : undefined;
  });
  await untilReady(scene, instance);
}

describe('the IXN server of a tenant never runs twice', () => {
  it('when its pod is deleted', async () => {
    await replacedBy((pod) => kubectl.run(['delete', 'pod', pod, '-n', instance.namespace, '--wait=false']));
    expect(findOverlaps(servers.events)).toEqual([]);
  });

  it('when its node is drained', async () => {
    await replacedBy((pod, node) => (facts.shared ? evict(pod) : drain(node)));
    expect(findOverlaps(servers.events)).toEqual([]);
  });

  it('when a new spec is rolled out', async () => {
    await replacedBy(() => applyInstance(scene, instance, specAfter(1)));
    expect(findOverlaps(servers.events)).toEqual([]);
    // The first one, and one after each of the three tests: nobody was overlooked.
    expect(new Set(servers.events.map(({ object }) => object.metadata?.uid)).size).toBe(4);
  });

  it('though the same watch sees VQ Nodes, of which there may be two, side by side when they are rolled', () => {
    expect(findOverlaps(vqNodes.events)).not.toEqual([]);
  });
});

/** Drains the node of this instance's pods alone, as everything else may have nowhere else to go. */
async function drain(node: string): Promise<void> {
  const only = ['--pod-selector', podSelector(instance, 'ixnServer')];
  try {
    await kubectl.run(['drain', node, ...only, '--delete-emptydir-data', '--ignore-daemonsets', '--timeout=120s']);
  } finally {
    await kubectl.run(['uncordon', node]);
  }
}

/** What a drain does to a pod, where nodes are not ours to close. */
async function evict(pod: string): Promise<void> {
  const eviction = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: pod, namespace: instance.namespace },
  };
  const path = `/api/v1/namespaces/${instance.namespace}/pods/${pod}/eviction`;
  await kubectl.run(['create', '--raw', path, '-f', '-'], JSON.stringify(eviction));
}
