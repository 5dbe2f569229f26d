import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { conditionsOf, convergedCluster, createFakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

describe('reconcile of a new resource', () => {
  it('makes every object, in the order of the manifests, and then reports', async () => {
    const cluster = createFakeCluster(interactionServer());
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual([
      'create ServiceAccount tenant-100-ixn',
      'create ServiceAccount tenant-100-ixn-node',
      'create ServiceAccount tenant-100-vq-node',
      'create ConfigMap tenant-100-ixn',
      'create ConfigMap tenant-100-ixn-node',
      'create ConfigMap tenant-100-vq-node',
      'create Service tenant-100-ixn-headless',
      'create Service tenant-100-ixn',
      'create Service tenant-100-ixn-node',
      'create Service tenant-100-vq-node',
      'create NetworkPolicy tenant-100-ixn',
      'create NetworkPolicy tenant-100-ixn-node',
      'create NetworkPolicy tenant-100-vq-node',
      'create ControllerRevision tenant-100-ixn-template',
      'create ControllerRevision tenant-100-ixn-node-template',
      'create ControllerRevision tenant-100-vq-node-template',
      'create StatefulSet tenant-100-ixn',
      'create Deployment tenant-100-ixn-node',
      'create Deployment tenant-100-vq-node',
      'status',
    ]);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown RollingOut', 'Reconciling=True RollingOut']);
    expect(result?.reported).toEqual(cluster.status());
  });

  it('looks again when the rollout should have ended, and not before', async () => {
    const cluster = createFakeCluster(interactionServer());
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(result?.next).toEqual({ kind: 'after', delayMs: 601_000 });
  });

  it('takes the time that a rollout may take from the spec', async () => {
    const spec = { updatePolicy: { progressDeadlineSeconds: 60 } };
    const cluster = createFakeCluster(interactionServer({ spec }));
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(result?.next).toEqual({ kind: 'after', delayMs: 61_000 });
  });

  it('tells people once that it is Ready', async () => {
    const cluster = createFakeCluster(interactionServer());
    await reconcile(cluster.ref, cluster.ports);
    cluster.roll();
    await reconcile(cluster.ref, cluster.ports);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.eventsSinceLastLook()).toEqual(['Converged']);
  });

  it('is Ready when its workloads have rolled out, and then waits for events alone', async () => {
    const cluster = createFakeCluster(interactionServer());
    await reconcile(cluster.ref, cluster.ports);
    cluster.roll();
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
    expect(result?.next).toEqual({ kind: 'none' });
  });
});

describe('reconcile in the steady state', () => {
  it('writes nothing at all, however often and however late it runs', async () => {
    const cluster = await convergedCluster(interactionServer());
    for (const _ of [1, 2, 3]) {
      cluster.wait(3_600_000);
      const result = await reconcile(cluster.ref, cluster.ports);
      expect(result).toEqual({
        generation: 1,
        applied: [],
        restarted: [],
        reported: undefined,
        next: { kind: 'none' },
      });
    }
    expect(cluster.writesSinceLastLook()).toEqual([]);
    expect(cluster.eventsSinceLastLook()).toEqual([]);
  });

  it('writes nothing while a rollout goes on without news', async () => {
    const cluster = createFakeCluster(interactionServer());
    await reconcile(cluster.ref, cluster.ports);
    cluster.writesSinceLastLook();
    cluster.wait(60_000);
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual([]);
    expect(result?.next).toEqual({ kind: 'after', delayMs: 541_000 });
  });
});

describe('reconcile of a change', () => {
  it('applies what a new image concerns, and no other object', async () => {
    const cluster = await convergedCluster(interactionServer());
    const changed = interactionServer({ metadata: { generation: 2 }, spec: { ixnNode: { image: { tag: '2' } } } });
    cluster.change(({ status }) => ({ ...changed, ...(status && { status }) }));
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual([
      'create ControllerRevision tenant-100-ixn-node-template',
      'update Deployment tenant-100-ixn-node',
      'status',
    ]);
    expect(result?.applied.map(({ change }) => ('cause' in change ? change.cause : change.kind))).toEqual([
      'create',
      'SpecChanged',
    ]);
    expect(cluster.status()?.observedGeneration).toBe(2);
  });

  it('takes back a field that somebody else took', async () => {
    const cluster = await convergedCluster(interactionServer());
    cluster.changeChild('Service tenant-100-ixn', { ownFields: 'less' });
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['update Service tenant-100-ixn']);
    expect(result?.applied.map(({ change }) => ('cause' in change ? change.cause : change.kind))).toEqual(['Drift']);
    expect(cluster.eventsSinceLastLook()).toEqual(['DriftMended']);
  });

  it('deletes an object of ours that is no longer wanted', async () => {
    const cluster = await convergedCluster(interactionServer());
    const service = cluster.child('Service tenant-100-ixn');
    if (service === undefined) throw new Error('there is no Service');
    cluster.addChild({ ...service, name: 'tenant-100-old' });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['delete Service tenant-100-old']);
  });

  it('reports a pod that is lost, without a write to any object', async () => {
    const cluster = await convergedCluster(interactionServer());
    cluster.roll({ readyReplicas: 0 });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=False PodNotReady', 'Reconciling=True PodNotReady']);
  });
});

describe('reconcile of nothing', () => {
  it('does nothing for a resource that is gone', async () => {
    const cluster = await convergedCluster(interactionServer());
    cluster.change(() => undefined);
    expect(await reconcile(cluster.ref, cluster.ports)).toBeUndefined();
    expect(cluster.writesSinceLastLook()).toEqual([]);
  });

  it('does nothing for a resource that is being deleted, as Kubernetes collects its children', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.change((resource) => ({
      ...resource,
      metadata: { ...resource.metadata, deletionTimestamp: '2026-03-01T12:00:00Z' },
    }));
    expect(await reconcile(cluster.ref, cluster.ports)).toBeUndefined();
    expect(cluster.writesSinceLastLook()).toEqual([]);
  });
});
