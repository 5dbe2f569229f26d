import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { conditionsOf, createFakeCluster, type FakeCluster } from './fake-cluster.testing.ts';
import type { CustomResource } from './ports.ts';
import { reconcile } from './reconcile.ts';

const db = { host: 'pg', credentialsSecretRef: { name: 'db' } };
const resource = interactionServer({ spec: { ixnServer: { db } } });
const credentials = { username: 'ixn', password: 'first' };

/** A cluster in which an instance with this Secret has converged. */
async function converged(initial: CustomResource, data: Readonly<Record<string, string>> = credentials) {
  const cluster = createFakeCluster(initial);
  cluster.setReference('Secret db', data);
  await settle(cluster);
  cluster.writesSinceLastLook();
  return cluster;
}

/** Lets the instance come to rest. */
async function settle(cluster: FakeCluster): Promise<void> {
  await reconcile(cluster.ref, cluster.ports);
  cluster.roll();
  await reconcile(cluster.ref, cluster.ports);
}

async function workloadWrites(cluster: FakeCluster): Promise<readonly string[]> {
  await reconcile(cluster.ref, cluster.ports);
  return cluster.writesSinceLastLook().filter((write) => /StatefulSet|Deployment/.test(write));
}

describe('reconcile of an instance that reads a Secret', () => {
  it('changes the workload that reads it, and no other, when a key in use changes', async () => {
    const cluster = await converged(resource);
    cluster.setReference('Secret db', { ...credentials, password: 'second' });
    expect(await workloadWrites(cluster)).toEqual(['update StatefulSet tenant-100-ixn']);
  });

  it('changes nothing for a key that nobody reads', async () => {
    const cluster = await converged(resource);
    cluster.setReference('Secret db', { ...credentials, comment: 'new' });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual([]);
  });

  it('says which Secret is missing, and goes on once it is there', async () => {
    const cluster = createFakeCluster(resource);
    await settle(cluster);
    expect(conditionsOf(cluster)).toEqual(['Ready=False SecretMissing', 'Reconciling=True SecretMissing']);
    expect(cluster.status()?.conditions?.[0]?.message).toBe('Secret db, which ixnServer reads, does not exist');

    cluster.setReference('Secret db', credentials);
    await settle(cluster);
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
  });

  it('says which key of it is missing', async () => {
    const cluster = createFakeCluster(resource);
    cluster.setReference('Secret db', { username: 'ixn' });
    await settle(cluster);
    expect(conditionsOf(cluster)).toEqual(['Ready=False SecretKeyMissing', 'Reconciling=True SecretKeyMissing']);
    expect(cluster.status()?.conditions?.[0]?.message).toContain('key password of Secret db');
  });

  it.each([
    ['the Secret is gone', (cluster: FakeCluster) => cluster.setReference('Secret db')],
    ['a key is gone', (cluster: FakeCluster) => cluster.setReference('Secret db', { username: 'ixn' })],
    ['it cannot be read', (cluster: FakeCluster) => cluster.hideReferences('forbidden')],
  ])('leaves pods that run alone while %s, and when it is back as it was', async (_, hide) => {
    const cluster = await converged(resource);
    hide(cluster);
    expect(await workloadWrites(cluster)).toEqual([]);
    expect(conditionsOf(cluster)).not.toContain('Ready=True Converged');

    cluster.hideReferences(undefined);
    cluster.setReference('Secret db', credentials);
    expect(await workloadWrites(cluster)).toEqual([]);
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
  });

  it('restarts once when it comes back with something else', async () => {
    const cluster = await converged(resource);
    cluster.setReference('Secret db');
    await reconcile(cluster.ref, cluster.ports);
    cluster.writesSinceLastLook();
    cluster.setReference('Secret db', { ...credentials, password: 'second' });
    expect(await workloadWrites(cluster)).toEqual(['update StatefulSet tenant-100-ixn']);
    cluster.roll();
    expect(await workloadWrites(cluster)).toEqual([]);
  });
});

describe('reconcile of an instance whose Secret cannot be read', () => {
  it('makes nothing yet, says why and looks again', async () => {
    const cluster = createFakeCluster(resource);
    cluster.hideReferences('secrets "db" is forbidden');
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual([
      'Ready=Unknown ReferenceUnreadable',
      'Reconciling=True ReferenceUnreadable',
    ]);
    expect(result?.next.kind).toBe('after');
  });

  it('goes on with all else where its workloads run, and tries again', async () => {
    const cluster = await converged(resource);
    const more = { db, terminationGracePeriodSeconds: 90 };
    cluster.change(({ status }) => ({
      ...interactionServer({ metadata: { generation: 2 }, spec: { ixnServer: more } }),
      ...(status && { status }),
    }));
    cluster.hideReferences('forbidden');
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toContain('update StatefulSet tenant-100-ixn');
    expect(result?.next).toEqual({ kind: 'retry', message: 'Secret db cannot be read: forbidden' });
  });
});

describe('reconcile of an instance whose images need a pull secret', () => {
  const image = { registry: 'registry.example.com', imagePullSecrets: [{ name: 'pull' }] };

  it('says once that it is missing, and starts nothing anew for its contents', async () => {
    const cluster = createFakeCluster(interactionServer({ spec: { image } }));
    await settle(cluster);
    expect(conditionsOf(cluster)).toEqual(['Ready=False SecretMissing', 'Reconciling=True SecretMissing']);
    expect(cluster.status()?.conditions?.[0]?.message).toBe(
      'Secret pull, with which the images of ixnServer, ixnNode and ixnVQNode are pulled, does not exist',
    );
    cluster.writesSinceLastLook();
    for (const content of ['one', 'two']) {
      cluster.setReference('Secret pull', { '.dockerconfigjson': content });
      expect(await workloadWrites(cluster)).toEqual([]);
    }
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
  });
});
