import type { ObservedPod } from '@ixn/assessment';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { conditionsOf, convergedCluster, type FakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

const broken: ObservedPod = {
  name: 'tenant-100-ixn-0',
  uid: 'broken',
  revision: 'old',
  node: 'node-a',
  phase: 'Pending',
  reason: undefined,
  ready: false,
  terminating: false,
  unschedulable: undefined,
  containers: [],
};

/** A cluster whose IXN got a mended template, which the StatefulSet controller has seen; its pod stands as told. */
async function mendedCluster(pod: ObservedPod): Promise<FakeCluster> {
  const cluster = await convergedCluster(interactionServer());
  const moving = { generation: 2, observedGeneration: 2, readyReplicas: 0, updatedReplicas: 0, singleRevision: false };
  cluster.rollWorkload('ixnServer', { ...moving, updateRevision: 'new' }, [pod]);
  return cluster;
}

/** Looks at the cluster as an API server of that version would have it; gives what was written beside the status. */
async function run(cluster: FakeCluster, serverVersion: string): Promise<readonly string[]> {
  await reconcile(cluster.ref, { ...cluster.ports, serverVersion });
  return cluster.writesSinceLastLook().filter((write) => write !== 'status');
}

describe('a pod of IXN of an older revision that is not ready', () => {
  it('is deleted where Kubernetes would leave it, and an event says so', async () => {
    const cluster = await mendedCluster(broken);
    expect(await run(cluster, 'v1.35.2-gke.1')).toEqual(['delete Pod tenant-100-ixn-0 broken']);
    expect(cluster.eventsSinceLastLook()).toEqual(['StuckPodDeleted']);
  });

  it.each([
    ['of a version that replaces it by itself', 'v1.36.3', broken],
    ['that is deleting it already', 'v1.35.2', { ...broken, terminating: true }],
    ['that made it of the new template', 'v1.35.2', { ...broken, revision: 'new' }],
  ])('is left to a Kubernetes %s', async (_, version, pod) => {
    const cluster = await mendedCluster(pod);
    expect(await run(cluster, version)).toEqual([]);
    expect(cluster.eventsSinceLastLook()).toEqual([]);
  });

  it('stays while everything is paused', async () => {
    const cluster = await mendedCluster(broken);
    cluster.change((resource) => {
      const annotations = { 'ixn.operators.dev/pause': 'All' };
      return { ...resource, metadata: { ...resource.metadata, annotations } };
    });
    expect(await run(cluster, 'v1.35.2')).toEqual([]);
  });

  it('is tried again when it cannot be deleted, and the status says why', async () => {
    const cluster = await mendedCluster(broken);
    cluster.failWrites((write) =>
      write.startsWith('delete Pod') ? { kind: 'failed', message: 'is forbidden', code: 'Forbidden' } : undefined,
    );
    const result = await reconcile(cluster.ref, { ...cluster.ports, serverVersion: 'v1.35.2' });
    expect(result?.next).toEqual({ kind: 'retry', message: 'is forbidden', code: 'Forbidden' });
    expect(conditionsOf(cluster)).toContain('Reconciling=True ApplyFailed');
    expect(cluster.status()?.conditions?.[0]?.message).toBe('Pod tenant-100-ixn-0: is forbidden');
    expect(cluster.eventsSinceLastLook()).toEqual([]);
  });
});
