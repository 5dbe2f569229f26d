import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { annotate, customised, edit, newImages, renderOtherwise } from './edits.testing.ts';
import { conditionsOf, convergedCluster, createFakeCluster, type FakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

async function run(cluster: FakeCluster): Promise<readonly string[]> {
  await reconcile(cluster.ref, cluster.ports);
  return cluster
    .writesSinceLastLook()
    .filter((write) => /^(create|update) (StatefulSet|Deployment|ConfigMap)/.test(write));
}

function pendingOf(cluster: FakeCluster): readonly string[] {
  const changes = cluster.status()?.pending?.changes ?? [];
  return changes.map(({ object, cause, waitsFor }) => `${object} ${cause} waits for ${waitsFor}`);
}

function updatePendingOf(cluster: FakeCluster): string | undefined {
  return cluster.status()?.conditions?.find(({ type }) => type === 'UpdatePending')?.reason;
}

/** Sundays from 02:00 to 04:00; the fake clock starts on Sunday, 2026-03-01, at 12:00. */
const windows = [{ schedule: '0 2 * * SUN', duration: '2h', timeZone: 'UTC' }];

describe('a new spec for all workloads', () => {
  it('restarts IXN first, and the nodes when it is through', async () => {
    const cluster = await convergedCluster(interactionServer());
    edit(cluster, { spec: newImages });
    expect(await run(cluster)).toEqual(['update StatefulSet tenant-100-ixn']);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown RollingOut', 'Reconciling=True RollingOut']);
    expect(pendingOf(cluster)).toEqual([
      'Deployment tenant-100-ixn-node SpecChanged waits for ixnServer',
      'Deployment tenant-100-vq-node SpecChanged waits for ixnServer',
    ]);
    expect(cluster.eventsSinceLastLook()).toEqual(['Restarting']);
    cluster.roll({ generation: 2, observedGeneration: 2, readyReplicas: 0, updatedReplicas: 0 });
    cluster.rollWorkload('ixnNode');
    cluster.rollWorkload('ixnVQNode');
    expect(await run(cluster)).toEqual([]);
    cluster.rollWorkload('ixnServer', { generation: 2, observedGeneration: 2 });
    expect(await run(cluster)).toEqual([
      'update Deployment tenant-100-ixn-node',
      'update Deployment tenant-100-vq-node',
    ]);
    expect(pendingOf(cluster)).toEqual([]);
  });

  it('changes nothing where the API server would refuse what comes after IXN', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    cluster.failWrites((write) =>
      write === 'try update Deployment tenant-100-ixn-node' ? { kind: 'refused', message: 'no' } : undefined,
    );
    const changed = { ...customised.ixnNode, ...newImages.ixnNode };
    edit(cluster, {
      spec: { ...customised, ixnServer: { ...customised.ixnServer, ...newImages.ixnServer }, ixnNode: changed },
    });
    expect(await run(cluster)).toEqual([]);
    expect(conditionsOf(cluster)).toEqual(['Ready=False ApplyRefused', 'Stalled=True ApplyRefused']);
  });

  it('looks again soon after, as the record of the old template is to go, and no event may come', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: { ixnNode: { replicas: 0 } } }));
    edit(cluster, { spec: { ixnNode: { ...newImages.ixnNode, replicas: 0 } } });
    expect((await reconcile(cluster.ref, cluster.ports))?.next).toEqual({ kind: 'after', delayMs: 1_000 });
    cluster.writesSinceLastLook();
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toContain('delete ControllerRevision tenant-100-ixn-node-template');
  });

  it('is run by no pod of a workload that waits, whatever its old pods are', async () => {
    const cluster = await convergedCluster(interactionServer());
    const updated = () => cluster.status()?.workloads?.map((workload) => workload.updated);
    const before = updated();
    edit(cluster, { spec: { ...newImages, updatePolicy: { pause: 'All' } } });
    await run(cluster);
    expect([before, updated()]).toEqual([
      [1, 1, 1],
      [0, 0, 0],
    ]);
  });

  it('creates everything at once where nothing runs yet', async () => {
    const cluster = createFakeCluster(interactionServer());
    expect(await run(cluster)).toContain('create Deployment tenant-100-vq-node');
  });
});

describe('a maintenance window', () => {
  it('keeps a new image back until it opens, and tells when', async () => {
    const cluster = await convergedCluster(
      interactionServer({ spec: { updatePolicy: { maintenanceWindows: windows } } }),
    );
    edit(cluster, { spec: { ixnNode: newImages.ixnNode, updatePolicy: { maintenanceWindows: windows } } });
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown WaitingForWindow', 'Reconciling=True WaitingForWindow']);
    expect(updatePendingOf(cluster)).toBe('WaitingForWindow');
    expect(cluster.status()?.pending).toMatchObject({
      nextWindow: '2026-03-08T02:00:00Z',
      changes: [{ object: 'Deployment tenant-100-ixn-node', fields: ['spec.containers[ixn-node].image'] }],
    });
    expect(result?.next).toEqual({ kind: 'after', delayMs: 86_400_000 });
    cluster.wait(Date.parse('2026-03-08T02:00:00Z') - cluster.ports.now());
    expect(await run(cluster)).toEqual(['update Deployment tenant-100-ixn-node']);
    expect(updatePendingOf(cluster)).toBeUndefined();
  });

  it('writes nothing while it waits', async () => {
    const cluster = await convergedCluster(
      interactionServer({ spec: { updatePolicy: { maintenanceWindows: windows } } }),
    );
    edit(cluster, { spec: { ixnNode: newImages.ixnNode, updatePolicy: { maintenanceWindows: windows } } });
    await run(cluster);
    for (const _ of [1, 2, 3]) {
      cluster.wait(3_600_000);
      await reconcile(cluster.ref, cluster.ports);
      expect(cluster.writesSinceLastLook()).toEqual([]);
    }
  });

  it('keeps nothing back that restarts no pod', async () => {
    const updatePolicy = { maintenanceWindows: windows };
    const cluster = await convergedCluster(interactionServer({ spec: { updatePolicy } }));
    edit(cluster, { spec: { ...newImages, ixnVQNode: { image: { tag: '2' }, replicas: 3 }, updatePolicy } });
    expect(await run(cluster)).toEqual(['update Deployment tenant-100-vq-node']);
    expect(pendingOf(cluster)).toHaveLength(3);
    expect(await run(cluster)).toEqual([]);
  });

  it('opens at once for what the user releases by its id', async () => {
    const updatePolicy = { maintenanceWindows: windows };
    const cluster = await convergedCluster(interactionServer({ spec: { updatePolicy } }));
    edit(cluster, { spec: { ixnNode: newImages.ixnNode, updatePolicy } });
    await run(cluster);
    annotate(cluster, { 'ixn.operators.dev/apply-pending': 'something else' });
    expect(await run(cluster)).toEqual([]);
    annotate(cluster, { 'ixn.operators.dev/apply-pending': cluster.status()?.pending?.id ?? '' });
    expect(await run(cluster)).toEqual(['update Deployment tenant-100-ixn-node']);
  });

  it.each([
    [
      'gives the log volume up to Retain, and never deletes it,',
      'Retain',
      ['update PersistentVolumeClaim tenant-100-ixn-logs'],
    ],
    ['keeps the log volume of pods that wait, although nobody wants it any more,', 'Delete', []],
  ])('%s while IXN waits', async (_, deletionPolicy, writes) => {
    const updatePolicy = { maintenanceWindows: windows };
    const logStorage = { storageSize: '1Gi' };
    const before = { deletionPolicy: 'Delete', ixnServer: { logStorage }, updatePolicy };
    const cluster = await convergedCluster(interactionServer({ spec: before }));
    cluster.changeChild('PersistentVolumeClaim tenant-100-ixn-logs', {
      storage: { ...logStorage, storageClassName: undefined },
    });
    edit(cluster, { spec: { deletionPolicy, updatePolicy } });
    await reconcile(cluster.ref, cluster.ports);
    expect(pendingOf(cluster)).toContain('StatefulSet tenant-100-ixn SpecChanged waits for MaintenanceWindow');
    expect(cluster.writesSinceLastLook().filter((write) => write.includes('PersistentVolumeClaim'))).toEqual(writes);
  });

  it('leaves the ports of pods that wait where their neighbours look for them', async () => {
    const updatePolicy = { maintenanceWindows: windows };
    const cluster = await convergedCluster(interactionServer({ spec: { updatePolicy } }));
    edit(cluster, { spec: { ixnServer: { ports: { default: 7121 } }, updatePolicy } });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(pendingOf(cluster)).toContain('StatefulSet tenant-100-ixn SpecChanged waits for MaintenanceWindow');
  });
});

describe('another version of the operator', () => {
  it('restarts nothing, says what would change, and stays Ready', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    renderOtherwise(cluster);
    expect(await run(cluster)).toEqual([]);
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
    expect(updatePendingOf(cluster)).toBe('OperatorUpdated');
    expect(pendingOf(cluster)).toEqual([
      'StatefulSet tenant-100-ixn OperatorUpdated waits for Approval',
      'Deployment tenant-100-ixn-node OperatorUpdated waits for Approval',
      'Deployment tenant-100-vq-node OperatorUpdated waits for Approval',
    ]);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual([]);
  });

  it('applies it, in order, when the user says so', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    renderOtherwise(cluster);
    await run(cluster);
    annotate(cluster, { 'ixn.operators.dev/apply-pending': cluster.status()?.pending?.id ?? '' });
    expect(await run(cluster)).toEqual(['update StatefulSet tenant-100-ixn']);
    cluster.rollWorkload('ixnServer', { generation: 2, observedGeneration: 2 });
    expect(await run(cluster)).toEqual([
      'update Deployment tenant-100-ixn-node',
      'update Deployment tenant-100-vq-node',
    ]);
    expect(updatePendingOf(cluster)).toBeUndefined();
  });

  it('comes to a workload with the next change of its spec, and to that one alone', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    renderOtherwise(cluster);
    await run(cluster);
    edit(cluster, { spec: { ...customised, ixnNode: { ...customised.ixnNode, ...newImages.ixnNode } } });
    expect(await run(cluster)).toEqual(['update Deployment tenant-100-ixn-node']);
    expect(pendingOf(cluster)).toEqual([
      'StatefulSet tenant-100-ixn OperatorUpdated waits for Approval',
      'Deployment tenant-100-vq-node OperatorUpdated waits for Approval',
    ]);
  });

  it('does not come with a change that restarts nothing', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    renderOtherwise(cluster);
    await run(cluster);
    edit(cluster, { spec: { ...customised, ixnVQNode: { ...customised.ixnVQNode, replicas: 2 } } });
    expect(await run(cluster)).toEqual(['update Deployment tenant-100-vq-node']);
    expect(pendingOf(cluster)).toHaveLength(3);
  });
});

describe('a pause', () => {
  it('of what is disruptive applies the rest', async () => {
    const cluster = await convergedCluster(interactionServer());
    annotate(cluster, { 'ixn.operators.dev/pause': 'Disruptive' });
    edit(cluster, { spec: { ixnServer: newImages.ixnServer, ixnVQNode: { replicas: 2 } } });
    expect(await run(cluster)).toEqual(['update Deployment tenant-100-vq-node']);
    expect(pendingOf(cluster)).toEqual(['StatefulSet tenant-100-ixn SpecChanged waits for Resume']);
    annotate(cluster, {});
    expect(await run(cluster)).toEqual(['update StatefulSet tenant-100-ixn']);
  });

  it('of everything writes nothing but the status', async () => {
    const cluster = await convergedCluster(interactionServer());
    annotate(cluster, { 'ixn.operators.dev/pause': 'All' });
    edit(cluster, { spec: { ...newImages, ixnVQNode: { replicas: 2 } } });
    cluster.changeChild('Service tenant-100-ixn', { ownFields: 'less' });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown Paused', 'Reconciling=True Paused']);
    expect(pendingOf(cluster)).toContain('Service tenant-100-ixn Drift waits for Resume');
  });

  it('of everything makes nothing of a new resource', async () => {
    const cluster = createFakeCluster(interactionServer({ spec: { updatePolicy: { pause: 'All' } } }));
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown Paused', 'Reconciling=True Paused']);
  });

  it('of everything lets an instance stay Ready for which only the operator would change something', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    annotate(cluster, { 'ixn.operators.dev/pause': 'All' });
    renderOtherwise(cluster);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
    expect(updatePendingOf(cluster)).toBe('Paused');
  });

  it('of everything tells what the user wants of a workload for which the operator would change something, too', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    annotate(cluster, { 'ixn.operators.dev/pause': 'All' });
    renderOtherwise(cluster);
    edit(cluster, { spec: { ...customised, ixnVQNode: { ...customised.ixnVQNode, replicas: 2 } } });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown Paused', 'Reconciling=True Paused']);
    expect(pendingOf(cluster).filter((line) => line.includes('vq-node '))).toEqual([
      'PodDisruptionBudget tenant-100-vq-node SpecChanged waits for Resume',
      'Deployment tenant-100-vq-node OperatorUpdated waits for Resume',
      'Deployment tenant-100-vq-node SpecChanged waits for Resume',
    ]);
  });

  it('of everything calls nothing stopped that still runs', async () => {
    const cluster = await convergedCluster(interactionServer());
    annotate(cluster, { 'ixn.operators.dev/pause': 'All' });
    edit(cluster, { spec: { ixnNode: { replicas: 0 } } });
    await run(cluster);
    expect(cluster.status()?.conditions).toContainEqual(
      expect.objectContaining({ type: 'Available', status: 'True', reason: 'Serving' }),
    );
  });
});

describe('a workload whose change waits', () => {
  const updatePolicy = { maintenanceWindows: windows };

  it('keeps the id by which it is released whatever else changes: the id names what is wanted of pods', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: { updatePolicy } }));
    edit(cluster, { spec: { ixnNode: newImages.ixnNode, updatePolicy } });
    await run(cluster);
    const id = cluster.status()?.pending?.id;
    edit(cluster, { spec: { ixnNode: newImages.ixnNode, updatePolicy, networkPolicy: { mode: 'Off' } } });
    await run(cluster);
    expect(cluster.status()?.pending?.id).toBe(id);
  });

  it('waits on while its number of pods changes: it serves all the same', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: { updatePolicy } }));
    edit(cluster, { spec: { ixnVQNode: newImages.ixnVQNode, updatePolicy } });
    await run(cluster);
    edit(cluster, { spec: { ixnVQNode: { ...newImages.ixnVQNode, replicas: 2 }, updatePolicy } });
    expect(await run(cluster)).toEqual(['update Deployment tenant-100-vq-node']);
    cluster.rollWorkload('ixnVQNode', { generation: 2, observedGeneration: 2, wanted: 2 });
    expect(await run(cluster)).toEqual([]);
    expect(pendingOf(cluster)).toEqual(['Deployment tenant-100-vq-node SpecChanged waits for MaintenanceWindow']);
  });

  it('has its template put back where somebody changes it, though the operator alone would change something', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    renderOtherwise(cluster);
    await run(cluster);
    cluster.changeChild('StatefulSet tenant-100-ixn', { ownFields: { 'f:spec': { 'f:template': 'less' } } });
    expect(await run(cluster)).toEqual(['update StatefulSet tenant-100-ixn']);
  });

  it('waits for IXN that is still to be made, too', async () => {
    const cluster = await convergedCluster(interactionServer());
    edit(cluster, { spec: { ixnServer: newImages.ixnServer } });
    await run(cluster);
    cluster.rollWorkload('ixnServer', { generation: 2, observedGeneration: 2, readyReplicas: 0 });
    edit(cluster, { spec: { ixnServer: newImages.ixnServer, ixnNode: newImages.ixnNode } });
    expect(await run(cluster)).toEqual([]);
    cluster.removeWorkload('ixnServer');
    expect(await run(cluster)).toEqual(['create StatefulSet tenant-100-ixn']);
    expect(pendingOf(cluster)).toEqual(['Deployment tenant-100-ixn-node SpecChanged waits for ixnServer']);
  });
});
