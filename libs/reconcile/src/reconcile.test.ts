import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { createFakeCluster, type FakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

/** A cluster in which the instance has converged, with nothing left to do. */
async function convergedCluster(): Promise<FakeCluster> {
  const cluster = createFakeCluster(interactionServer());
  await reconcile(cluster.ref, cluster.ports);
  cluster.roll();
  await reconcile(cluster.ref, cluster.ports);
  cluster.writesSinceLastLook();
  return cluster;
}

function conditionsOf(cluster: FakeCluster): readonly string[] {
  const conditions = cluster.status()?.conditions ?? [];
  return conditions
    .filter(({ type }) => ['Ready', 'Reconciling', 'Stalled'].includes(type))
    .map(({ type, status, reason }) => `${type}=${status} ${reason}`);
}

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
    const cluster = await convergedCluster();
    for (const _ of [1, 2, 3]) {
      cluster.wait(3_600_000);
      const result = await reconcile(cluster.ref, cluster.ports);
      expect(result).toEqual({ generation: 1, applied: [], reported: undefined, next: { kind: 'none' } });
    }
    expect(cluster.writesSinceLastLook()).toEqual([]);
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
    const cluster = await convergedCluster();
    const changed = interactionServer({ metadata: { generation: 2 }, spec: { ixnNode: { image: { tag: '2' } } } });
    cluster.change(({ status }) => ({ ...changed, ...(status && { status }) }));
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['update Deployment tenant-100-ixn-node', 'status']);
    expect(result?.applied.map(({ change }) => ('cause' in change ? change.cause : change.kind))).toEqual([
      'SpecChanged',
    ]);
    expect(cluster.status()?.observedGeneration).toBe(2);
  });

  it('takes back a field that somebody else took', async () => {
    const cluster = await convergedCluster();
    cluster.changeChild('Service tenant-100-ixn', { ownFields: 'less' });
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['update Service tenant-100-ixn']);
    expect(result?.applied.map(({ change }) => ('cause' in change ? change.cause : change.kind))).toEqual(['Drift']);
  });

  it('deletes an object of ours that is no longer wanted', async () => {
    const cluster = await convergedCluster();
    const service = cluster.child('Service tenant-100-ixn');
    if (service === undefined) throw new Error('there is no Service');
    cluster.addChild({ ...service, name: 'tenant-100-old' });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['delete Service tenant-100-old']);
  });

  it('reports a pod that is lost, without a write to any object', async () => {
    const cluster = await convergedCluster();
    cluster.roll({ readyReplicas: 0 });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=False PodNotReady', 'Reconciling=True PodNotReady']);
  });
});

describe('reconcile when a write fails', () => {
  it('goes on with the other objects, says so, and tries again', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) =>
      write === 'create ConfigMap tenant-100-ixn' ? { kind: 'failed', message: 'no answer' } : undefined,
    );
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toHaveLength(14);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown ApplyFailed', 'Reconciling=True ApplyFailed']);
    expect(cluster.status()?.conditions?.[0]?.message).toBe('ConfigMap tenant-100-ixn: no answer');
    expect(result?.next).toEqual({ kind: 'retry', message: 'no answer' });

    cluster.failWrites(() => undefined);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['create ConfigMap tenant-100-ixn', 'status']);
  });

  it('waits as long as the API server asked for', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) =>
      write.startsWith('create Service ') ? { kind: 'failed', message: 'slow down', retryAfterMs: 7000 } : undefined,
    );
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(result?.next).toEqual({ kind: 'retry', message: 'slow down', afterMs: 7000 });
  });

  it('stalls, and does not try again by itself, when an object is refused for good', async () => {
    const cluster = await convergedCluster();
    cluster.changeChild('Service tenant-100-ixn', { ownFields: 'less' });
    cluster.failWrites((write) =>
      write.startsWith('update') ? { kind: 'refused', message: 'is invalid' } : undefined,
    );
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=False ApplyRefused', 'Stalled=True ApplyRefused']);
    expect(result?.next).toEqual({ kind: 'none' });
  });

  it('stalls for a name that was taken when it came to write, and looks again', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) =>
      write === 'create Service tenant-100-ixn' ? { kind: 'taken', message: 'belongs to nobody' } : undefined,
    );
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=False ObjectConflict', 'Stalled=True ObjectConflict']);
    expect(result?.next).toEqual({ kind: 'after', delayMs: 15_000 });
  });

  it('writes nothing to an object that belongs to somebody else, and goes on once the name is free', async () => {
    const cluster = await convergedCluster();
    cluster.changeChild('Service tenant-100-ixn', { controllerUid: 'somebody else' });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=False ObjectConflict', 'Stalled=True ObjectConflict']);

    cluster.changeChild('Service tenant-100-ixn', { controllerUid: interactionServer().metadata.uid });
    await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
  });

  it('tries again when the status could not be written, and counts it as not reported', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) => (write === 'status' ? { kind: 'failed', message: 'no answer' } : undefined));
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(result).toMatchObject({ reported: undefined, next: { kind: 'retry', message: 'no answer' } });
  });

  it('stalls when the rollout has not ended in time, without being woken by an event', async () => {
    const cluster = createFakeCluster(interactionServer());
    const first = await reconcile(cluster.ref, cluster.ports);
    cluster.wait(first?.next.kind === 'after' ? first.next.delayMs : 0);
    const second = await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual([
      'Ready=False ProgressDeadlineExceeded',
      'Stalled=True ProgressDeadlineExceeded',
    ]);
    expect(second?.next).toEqual({ kind: 'none' });
  });
});

describe('reconcile of a resource that breaks rules', () => {
  const invalid = interactionServer({ metadata: { generation: 2 }, spec: { ixnServer: { replicas: 2 } } });

  it('touches no object, and says what is wrong', async () => {
    const cluster = await convergedCluster();
    cluster.change(({ status }) => ({ ...invalid, ...(status && { status }) }));
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=False InvalidSpec', 'Stalled=True InvalidSpec']);
    expect(cluster.status()?.conditions?.[0]?.message).toContain('spec.ixnServer.replicas: ');
    expect(result?.next).toEqual({ kind: 'none' });
  });

  it('says so once', async () => {
    const cluster = createFakeCluster(invalid);
    await reconcile(cluster.ref, cluster.ports);
    cluster.wait(60_000);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
  });

  it.each([undefined, null, 'text', {}])('does not throw for the spec %j', async (spec) => {
    const cluster = createFakeCluster({ metadata: interactionServer().metadata, spec });
    await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=False InvalidSpec', 'Stalled=True InvalidSpec']);
  });
});

describe('reconcile of nothing', () => {
  it('does nothing for a resource that is gone', async () => {
    const cluster = await convergedCluster();
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
