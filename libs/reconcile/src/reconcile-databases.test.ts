import { describe, expect, it } from 'vitest';
import { interactionServer, type Overrides } from '@ixn/test-kit';
import { annotate, edit } from './edits.testing.ts';
import { conditionsOf, createFakeCluster, type FakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

const provision = { adminSecretRef: { name: 'pg-admin' } };
const ixnDb = { host: 'pg', credentialsSecretRef: { name: 'ixn-db' }, provision };
const nodeDb = { host: 'pg', credentialsSecretRef: { name: 'node-db' }, provision };
const window = { maintenanceWindows: [{ schedule: '0 2 * * SUN', duration: '2h' }] };
/** Sunday, 2026-03-08, at 02:00 UTC, from the Sunday noon at which a fake cluster begins. */
const untilWindowMs = (6 * 24 + 14) * 3_600_000;

type Spec = NonNullable<Overrides['spec']>;

/** An instance with both databases, whose Secrets are there. */
function provisionedBoth(spec: Spec = {}): FakeCluster {
  const cluster = createFakeCluster(
    interactionServer({ spec: { ixnServer: { db: ixnDb }, ixnNode: { db: nodeDb }, ...spec } }),
  );
  cluster.setReference('Secret ixn-db', { username: 'ixn', password: 'one' });
  cluster.setReference('Secret node-db', { username: 'node', password: 'two' });
  cluster.setReference('Secret pg-admin', { username: 'admin', password: 'three' });
  return cluster;
}

/** Reconciles as often as there is something to write; gives the writes of all rounds. */
async function settle(cluster: FakeCluster): Promise<readonly string[]> {
  const all: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    await reconcile(cluster.ref, cluster.ports);
    const writes = cluster.writesSinceLastLook();
    if (writes.length === 0) return all;
    all.push(...writes);
  }
  throw new Error(`it does not come to rest: ${all.join(', ')}`);
}

/** The writes of Jobs and workloads alone. */
function essential(writes: readonly string[]): readonly string[] {
  return writes.filter((write) => / (Job|StatefulSet|Deployment) /.test(write));
}

function databasesOf(cluster: FakeCluster): readonly string[] {
  return (cluster.status()?.databases ?? []).map(({ number, state }) => `${number} ${state}`);
}

function provisioned(cluster: FakeCluster): string | undefined {
  const found = cluster.status()?.conditions?.find(({ type }) => type === 'DatabasesProvisioned');
  return found && `${found.status} ${found.reason}`;
}

/** An instance whose databases are provisioned and whose workloads run. */
async function converged(spec: Spec = {}): Promise<FakeCluster> {
  const cluster = provisionedBoth(spec);
  await settle(cluster);
  cluster.endJobs({ state: 'complete' });
  await settle(cluster);
  cluster.roll();
  await settle(cluster);
  cluster.eventsSinceLastLook();
  return cluster;
}

const jobs = ['create Job tenant-100-ixn-db', 'create Job tenant-100-ixn-node-db'];

describe('the databases of a new instance', () => {
  it('are provisioned by a Job each, and only then the workloads that need them are made', async () => {
    const cluster = provisionedBoth();
    expect(essential(await settle(cluster))).toEqual(['create Deployment tenant-100-vq-node', ...jobs]);
    expect(databasesOf(cluster)).toEqual(['16 Provisioning', '17 Provisioning']);
    expect(conditionsOf(cluster)).toEqual([
      'Ready=Unknown ProvisioningDatabase',
      'Reconciling=True ProvisioningDatabase',
    ]);
    expect(provisioned(cluster)).toBe('Unknown ProvisioningDatabase');

    cluster.endJobs({ state: 'complete' });
    expect(essential(await settle(cluster))).toEqual([
      'create StatefulSet tenant-100-ixn',
      'create Deployment tenant-100-ixn-node',
    ]);
    expect(databasesOf(cluster)).toEqual(['16 Provisioned', '17 Provisioned']);
    expect(provisioned(cluster)).toBe('True Provisioned');
  });

  it('are left alone where the spec does not ask for it', async () => {
    const cluster = provisionedBoth({
      ixnServer: { db: { ...ixnDb, provision: undefined } },
      ixnNode: { db: { ...nodeDb, provision: undefined } },
    });
    const writes = await settle(cluster);
    expect(writes.filter((write) => write.includes('Job'))).toEqual([]);
    expect(cluster.status()).not.toHaveProperty('databases');
    expect(provisioned(cluster)).toBeUndefined();
  });

  it('are not provisioned again when their Jobs are removed later, nor for another password of the administrator', async () => {
    const cluster = await converged();
    for (const name of cluster.jobs()) cluster.removeJob(name);
    expect(await settle(cluster)).toEqual([]);
    cluster.setReference('Secret pg-admin', { username: 'admin', password: 'another' });
    expect(await settle(cluster)).toEqual([]);
  });

  it('are provisioned when a pause of everything ends, and not before', async () => {
    const cluster = provisionedBoth({ updatePolicy: { pause: 'All' } });
    expect(await settle(cluster)).toEqual(['status']);
    edit(cluster, { spec: { ixnServer: { db: ixnDb }, ixnNode: { db: nodeDb } } });
    expect(essential(await settle(cluster))).toEqual(expect.arrayContaining(jobs));
  });

  it('wait for the Secret of the administrator, which the status names', async () => {
    const cluster = provisionedBoth();
    cluster.setReference('Secret pg-admin');
    expect(essential(await settle(cluster))).toEqual(['create Deployment tenant-100-vq-node']);
    expect(conditionsOf(cluster)).toEqual(['Ready=False SecretMissing', 'Reconciling=True SecretMissing']);
    expect(cluster.status()?.conditions?.[0]?.message).toContain('Secret pg-admin, with which database ixn-100');
    cluster.setReference('Secret pg-admin', { username: 'admin', password: 'three' });
    expect(essential(await settle(cluster))).toEqual(jobs);
  });

  it('are refused while the operator does not know its own image', async () => {
    const cluster = provisionedBoth();
    cluster.setOperatorImage(undefined);
    expect(essential(await settle(cluster))).toEqual(['create Deployment tenant-100-vq-node']);
    expect(conditionsOf(cluster)).toEqual(['Ready=False OperatorImageUnknown', 'Stalled=True OperatorImageUnknown']);
  });

  it('are refused while two Secrets have different passwords for one role of one server', async () => {
    const cluster = provisionedBoth();
    cluster.setReference('Secret node-db', { username: 'ixn', password: 'two' });
    expect(essential(await settle(cluster))).toEqual(['create Deployment tenant-100-vq-node']);
    expect(conditionsOf(cluster)).toEqual([
      'Ready=False DatabaseSecretsDisagree',
      'Stalled=True DatabaseSecretsDisagree',
    ]);
    const message = cluster.status()?.conditions?.[0]?.message;
    expect(message).toContain('Secrets ixn-db and node-db have different passwords');
    expect(message).not.toMatch(/one\b.*two|two\b.*one$/);
    cluster.setReference('Secret node-db', { username: 'ixn', password: 'one' });
    expect(essential(await settle(cluster))).toEqual(jobs);
  });
});

describe('a Job whose Secrets cannot be read for a while', () => {
  it('goes on, and ends as it would', async () => {
    const cluster = provisionedBoth();
    await settle(cluster);
    cluster.hideReferences('the API server is away');
    expect(essential(await settle(cluster))).toEqual([]);
    expect(conditionsOf(cluster)).toEqual([
      'Ready=Unknown ReferenceUnreadable',
      'Reconciling=True ReferenceUnreadable',
    ]);
    cluster.endJobs({ state: 'complete' });
    cluster.hideReferences(undefined);
    await settle(cluster);
    expect(provisioned(cluster)).toBe('True Provisioned');
  });

  it('goes on beside pods that run', async () => {
    const cluster = await converged();
    cluster.setReference('Secret ixn-db', { username: 'ixn', password: 'new' });
    expect(essential(await settle(cluster))).toContain('create Job tenant-100-ixn-db');
    cluster.hideReferences('the API server is away');
    expect(essential(await settle(cluster))).toEqual([]);
    expect(provisioned(cluster)).toBe('False ReferenceUnreadable');
    expect(databasesOf(cluster)).toEqual(['16 Provisioning', '17 Provisioned']);
    cluster.endJobs({ state: 'complete' });
    cluster.hideReferences(undefined);
    expect(essential(await settle(cluster))).toEqual(['update StatefulSet tenant-100-ixn']);
  });

  it('that failed keeps its pause', async () => {
    const cluster = provisionedBoth();
    await settle(cluster);
    cluster.endJobs({ state: 'failed', trouble: { reason: 'AdminLoginFailed', message: 'no' } });
    await settle(cluster);
    const before = cluster.status()?.databases;
    cluster.hideReferences('the API server is away');
    expect(essential(await settle(cluster))).toEqual([]);
    cluster.hideReferences(undefined);
    expect(essential(await settle(cluster))).toEqual([]);
    expect(cluster.status()?.databases).toEqual(before);
  });
});

describe('a Job that fails', () => {
  const trouble = {
    reason: 'AdminLoginFailed',
    message: 'pg does not let the role of Secret pg-admin in',
  } as const;

  it('is told by its own words, and made anew after a pause that grows', async () => {
    const cluster = provisionedBoth();
    await settle(cluster);
    for (const pauseMs of [10_000, 20_000, 40_000]) {
      cluster.endJobs({ state: 'failed', trouble });
      expect(essential(await settle(cluster))).toEqual([]);
      expect(conditionsOf(cluster)).toEqual(['Ready=False AdminLoginFailed', 'Reconciling=True AdminLoginFailed']);
      expect(provisioned(cluster)).toBe('False AdminLoginFailed');
      expect(cluster.status()?.conditions?.[0]?.message).toContain(trouble.message);
      cluster.wait(pauseMs - 1_000);
      expect(await settle(cluster)).toEqual([]);
      cluster.wait(1_000);
      expect(essential(await settle(cluster)).toSorted()).toEqual(
        [...jobs, ...jobs.map((job) => job.replace('create', 'delete'))].toSorted(),
      );
      expect(provisioned(cluster)).toBe('Unknown ProvisioningDatabase');
    }
    cluster.endJobs({ state: 'complete' });
    await settle(cluster);
    expect(provisioned(cluster)).toBe('True Provisioned');
  });

  it('is looked at again when its pause is over', async () => {
    const cluster = provisionedBoth();
    await settle(cluster);
    cluster.endJobs({ state: 'failed', trouble });
    const first = await reconcile(cluster.ref, cluster.ports);
    expect(first?.next).toEqual({ kind: 'after', delayMs: 10_000 });
  });

  it('is not waited for while nothing is done for the instance', async () => {
    const cluster = provisionedBoth();
    await settle(cluster);
    cluster.endJobs({ state: 'failed', trouble });
    await settle(cluster);
    edit(cluster, { spec: { ixnServer: { db: ixnDb }, ixnNode: { db: nodeDb, replicas: 2 } } });
    cluster.wait(600_000);
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(result?.next).toEqual({ kind: 'none' });
  });

  it('is made anew at once when the Secret of the administrator changes', async () => {
    const cluster = provisionedBoth();
    await settle(cluster);
    cluster.endJobs({ state: 'failed', trouble });
    await settle(cluster);
    cluster.setReference('Secret pg-admin', { username: 'admin', password: 'right' });
    expect(essential(await settle(cluster))).toEqual(expect.arrayContaining(jobs));
  });
});

describe('a changed password', () => {
  const rotate = (cluster: FakeCluster) => {
    cluster.setReference('Secret ixn-db', { username: 'ixn', password: 'new' });
    cluster.setReference('Secret node-db', { username: 'node', password: 'newer' });
  };

  it('is changed in the database first, of IXN and then of the node, each before its pods restart', async () => {
    const cluster = await converged();
    rotate(cluster);
    expect(essential(await settle(cluster))).toEqual([
      'delete Job tenant-100-ixn-db',
      'delete Job tenant-100-ixn-node-db',
      jobs[0],
    ]);
    cluster.endJobs({ state: 'complete' });
    await reconcile(cluster.ref, cluster.ports);
    expect(essential(cluster.writesSinceLastLook())).toEqual(['update StatefulSet tenant-100-ixn']);
    cluster.rollWorkload('ixnServer', { generation: 2, observedGeneration: 2, updatedReplicas: 0, readyReplicas: 0 });
    expect(essential(await settle(cluster))).toEqual([]);
    cluster.rollWorkload('ixnServer', { generation: 2, observedGeneration: 2 });
    expect(essential(await settle(cluster))).toEqual([jobs[1]]);
    cluster.endJobs({ state: 'complete' });
    expect(essential(await settle(cluster))).toEqual(['update Deployment tenant-100-ixn-node']);
    cluster.rollWorkload('ixnNode', { generation: 2, observedGeneration: 2 });
    await settle(cluster);
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
    expect(cluster.status()?.databases?.some(({ restartDue }) => restartDue)).toBe(false);
  });

  it('waits with the restart for a maintenance window, and the restart then for the Job', async () => {
    const cluster = await converged({ updatePolicy: window });
    rotate(cluster);
    const writes = await settle(cluster);
    expect(essential(writes).filter((write) => write.startsWith('create'))).toEqual([]);
    expect(databasesOf(cluster)).toEqual(['16 Waiting', '17 Waiting']);
    const waiting = cluster.status()?.pending?.changes.map(({ object, waitsFor }) => `${object} ${waitsFor}`) ?? [];
    expect(waiting.filter((change) => change.endsWith('MaintenanceWindow'))).toHaveLength(4);
    cluster.wait(untilWindowMs);
    expect(essential(await settle(cluster))).toEqual([jobs[0]]);
    // The window closes while the Job is at work: the pods must not be left with a password that is no more.
    cluster.wait(3 * 3_600_000);
    cluster.endJobs({ state: 'complete' });
    expect(essential(await settle(cluster))).toEqual(['update StatefulSet tenant-100-ixn']);
  });

  it('waits for the end of a pause', async () => {
    const cluster = await converged();
    annotate(cluster, { 'ixn.operators.dev/pause': 'Disruptive' });
    rotate(cluster);
    expect(essential(await settle(cluster)).filter((write) => write.startsWith('create'))).toEqual([]);
    annotate(cluster, {});
    expect(essential(await settle(cluster))).toEqual([jobs[0]]);
  });

  it('that is taken back while its Job runs is provisioned once more', async () => {
    const cluster = await converged();
    cluster.setReference('Secret ixn-db', { username: 'ixn', password: 'new' });
    await settle(cluster);
    cluster.setReference('Secret ixn-db', { username: 'ixn', password: 'one' });
    expect(essential(await settle(cluster))).toEqual(['delete Job tenant-100-ixn-db', jobs[0]]);
    for (const name of cluster.jobs()) cluster.removeJob(name);
    expect(essential(await settle(cluster))).toEqual([jobs[0]]);
  });

  it('is not changed while pods would not restart for it, as something else that they read is missing', async () => {
    const redis = { nodes: [{ host: 'redis' }], secretKeyRef: { name: 'redis', key: 'k' } };
    const cluster = provisionedBoth({ ixnNode: { db: nodeDb, redis } });
    cluster.setReference('Secret redis', { k: '{}' });
    await settle(cluster);
    cluster.endJobs({ state: 'complete' });
    await settle(cluster);
    cluster.roll();
    await settle(cluster);
    cluster.setReference('Secret redis');
    cluster.setReference('Secret node-db', { username: 'node', password: 'new' });
    expect(essential(await settle(cluster)).filter((write) => write.startsWith('create'))).toEqual([]);
    cluster.setReference('Secret redis', { k: '{}' });
    expect(essential(await settle(cluster))).toEqual([jobs[1]]);
  });

  it('keeps no workload from being stopped', async () => {
    const cluster = await converged();
    rotate(cluster);
    await settle(cluster);
    edit(cluster, { spec: { ixnServer: { db: ixnDb, replicas: 0 }, ixnNode: { db: nodeDb } } });
    expect(essential(await settle(cluster))).toContain('update StatefulSet tenant-100-ixn');
  });
});
