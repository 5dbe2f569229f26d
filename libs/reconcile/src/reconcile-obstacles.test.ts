import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import type { Ports } from './ports.ts';
import { conditionsOf, convergedCluster, createFakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

describe('reconcile when a write fails', () => {
  it('goes on with the other objects, says so, and tries again', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) =>
      write === 'create ConfigMap tenant-100-ixn' ? { kind: 'failed', message: 'no answer' } : undefined,
    );
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toHaveLength(20);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown ApplyFailed', 'Reconciling=True ApplyFailed']);
    expect(cluster.status()?.conditions?.[0]?.message).toBe('ConfigMap tenant-100-ixn: no answer');
    expect(result?.next).toEqual({ kind: 'retry', message: 'no answer' });

    cluster.failWrites(() => undefined);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['create ConfigMap tenant-100-ixn', 'status']);
  });

  it('says when it tries again, each time anew, and nothing of it once all is written', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) =>
      write.startsWith('create StatefulSet')
        ? { kind: 'failed', message: 'exceeded quota', code: 'Forbidden' }
        : undefined,
    );
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(result?.next).toEqual({ kind: 'retry', message: 'exceeded quota', code: 'Forbidden' });
    expect(cluster.status()?.nextTry).toBe('2026-03-01T12:00:01Z');
    await reconcile(cluster.ref, { ...cluster.ports, retryDelayMs: 60_000 });
    expect(cluster.status()?.nextTry).toBe('2026-03-01T12:01:00Z');
    expect(cluster.eventsSinceLastLook()).toEqual([]);
    cluster.failWrites(() => undefined);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.status()).not.toHaveProperty('nextTry');
  });

  it('takes back what it said of the next try when it stalls', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) => (write.startsWith('create') ? { kind: 'failed', message: 'no answer' } : undefined));
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.status()).toHaveProperty('nextTry');
    cluster.change((resource) => ({ ...resource, spec: {} }));
    await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toContain('Stalled=True InvalidSpec');
    expect(cluster.status()).not.toHaveProperty('nextTry');
  });

  it('says when it reads again what could not be read', async () => {
    const cluster = await convergedCluster(interactionServer());
    const { name, namespace } = cluster.ref;
    cluster.change((resource) => ({
      ...resource,
      spec: interactionServer({ spec: { ixnNode: { image: { tag: '2' } } } }).spec,
    }));
    const ports: Ports = {
      ...cluster.ports,
      templateRecords: () =>
        Promise.resolve({ kind: 'failed', message: 'no answer', code: 'Timeout', retryAfterMs: 5000 }),
    };
    const before = cluster.status();
    const result = await reconcile({ name, namespace }, ports);
    expect(result?.next).toEqual({ kind: 'retry', message: 'no answer', code: 'Timeout', afterMs: 5000 });
    expect(cluster.status()).toEqual({ ...before, nextTry: '2026-03-01T12:00:05Z' });
  });

  it('waits as long as the API server asked for', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) =>
      write.startsWith('create Service ') ? { kind: 'failed', message: 'slow down', retryAfterMs: 7000 } : undefined,
    );
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(result?.next).toEqual({ kind: 'retry', message: 'slow down', afterMs: 7000 });
    expect(cluster.status()?.nextTry).toBe('2026-03-01T12:00:07Z');
  });

  it('stalls, and does not try again by itself, when an object is refused for good', async () => {
    const cluster = await convergedCluster(interactionServer());
    cluster.changeChild('Service tenant-100-ixn', { ownFields: 'less' });
    cluster.failWrites((write) =>
      write.startsWith('update') ? { kind: 'refused', message: 'is invalid' } : undefined,
    );
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=False ApplyRefused', 'Stalled=True ApplyRefused']);
    expect(result?.next).toEqual({ kind: 'none' });
  });

  it.each([
    ['refused', { kind: 'refused', message: 'Required value' }, 'after', 'Ready=False ApplyRefused'],
    ['not answered', { kind: 'failed', message: 'no answer' }, 'retry', 'Ready=Unknown ApplyFailed'],
  ] as const)('writes nothing when the dry run of a podTemplate is %s', async (_, outcome, next, ready) => {
    const podTemplate = { spec: { containers: [{ name: 'helper' }] } };
    const cluster = createFakeCluster(interactionServer({ spec: { ixnNode: { podTemplate } } }));
    cluster.failWrites((write) => (write.startsWith('try ') ? outcome : undefined));
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['try create Deployment tenant-100-ixn-node', 'status']);
    expect(conditionsOf(cluster)[0]).toBe(ready);
    expect(result?.next.kind).toBe(next);
  });

  it('keeps a workload back whose NetworkPolicy could not be written, and no other', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.failWrites((write) =>
      write === 'create NetworkPolicy tenant-100-ixn' ? { kind: 'refused', message: 'is invalid' } : undefined,
    );
    await reconcile(cluster.ref, cluster.ports);
    const writes = cluster.writesSinceLastLook();
    expect(writes).not.toContain('create StatefulSet tenant-100-ixn');
    expect(writes).toContain('create Deployment tenant-100-ixn-node');
    expect(cluster.status()?.conditions?.[0]?.reason).toBe('ApplyRefused');
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
    const cluster = await convergedCluster(interactionServer());
    cluster.changeChild('Service tenant-100-ixn', {
      controller: { kind: 'Deployment', name: 'theirs', uid: 'somebody else' },
    });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=False ObjectConflict', 'Stalled=True ObjectConflict']);

    cluster.changeChild('Service tenant-100-ixn', {
      controller: { kind: 'InteractionServer', name: 'tenant-100', uid: interactionServer().metadata.uid },
    });
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

describe('reconcile of a tenant that somebody else runs', () => {
  it('makes nothing beside an older claim, and says whose it is', async () => {
    const cluster = createFakeCluster(interactionServer());
    const elder = { namespace: 'chat', name: 'elder', uid: 'e', createdAt: '2026-01-01T00:00:00Z' };
    cluster.setTenant({ rivals: [elder] });
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual(['Ready=False TenantConflict', 'Stalled=True TenantConflict']);
    expect(result?.next).toEqual({ kind: 'none' });
  });

  it('makes nothing while a pod of the tenant is ending, looks again soon, and then goes on', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.setTenant({ foreignIxn: ['chat/old-ixn-0'] });
    const result = await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)).toEqual([
      'Ready=Unknown WaitingForPredecessor',
      'Reconciling=True WaitingForPredecessor',
    ]);
    expect(result?.next).toEqual({ kind: 'after', delayMs: 2_000 });

    cluster.setTenant({ foreignIxn: [] });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toHaveLength(20);
  });
});

describe('reconcile of a resource that breaks rules', () => {
  const invalid = interactionServer({ metadata: { generation: 2 }, spec: { ixnServer: { replicas: 2 } } });

  it('touches no object, and says what is wrong', async () => {
    const cluster = await convergedCluster(interactionServer());
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

describe('reconcile beside pods of the same tenant that are not its own', () => {
  const foreignIxn = ['chat/forged-0'];

  it('makes nothing while it has no server of its own', async () => {
    const cluster = createFakeCluster(interactionServer());
    cluster.setTenant({ foreignIxn });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
    expect(conditionsOf(cluster)[0]).toBe('Ready=Unknown WaitingForPredecessor');
  });

  it('goes on mending and serving once it has one, whoever claims the tenant by a label', async () => {
    const cluster = await convergedCluster(interactionServer());
    cluster.setTenant({ foreignIxn });
    cluster.changeChild('Service tenant-100-ixn', { ownFields: 'less' });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook()).toContain('update Service tenant-100-ixn');
    expect(conditionsOf(cluster)[0]).toBe('Ready=True Converged');
  });
});
