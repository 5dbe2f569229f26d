import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** A hand edit of what the operator owns is back within this time. */
const mendTimeoutMs = 2_000;

describe('what an instance owns', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('ownership');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('mine'));
    await untilReady(namespace, 'mine');
  });
  afterAll(() => operator.stop());

  const within = (what: string, holds: () => Promise<boolean>) =>
    eventually(what, async () => ((await holds()) ? true : undefined), mendTimeoutMs);

  it('comes back within two seconds after a hand edit, and other people’s fields stay', async () => {
    await namespace.patch('deployments', 'mine-vq-node', {
      metadata: { labels: { 'example.com/team': 'voice' } },
      spec: { replicas: 5, minReadySeconds: 1 },
    });
    await within('replicas are back', async () => {
      const deployment = await namespace.get('deployments', 'mine-vq-node');
      return deployment?.['spec'].replicas === 2;
    });
    const deployment = await namespace.get('deployments', 'mine-vq-node');
    expect(deployment?.metadata.labels).toHaveProperty('example.com/team', 'voice');
    expect(deployment?.['spec'].minReadySeconds).toBe(1);
  });

  it.each([
    ['a label', 'services', 'mine-ixn', { metadata: { labels: { 'app.kubernetes.io/part-of': 'other' } } }],
    [
      'the label that the watches ask for',
      'services',
      'mine-vq-node',
      { metadata: { labels: { 'app.kubernetes.io/managed-by': null } } },
    ],
    ['a setting', 'configmaps', 'mine-ixn', { data: { CONF_SERVER_HOST: 'elsewhere' } }],
    ['a setting that is removed', 'configmaps', 'mine-ixn', { data: { CONF_SERVER_PORT: null } }],
    ['a setting of no account', 'serviceaccounts', 'mine-ixn-node', { automountServiceAccountToken: true }],
    ['the owner reference', 'configmaps', 'mine-vq-node', { metadata: { ownerReferences: null } }],
  ])('puts back %s', async (_what, resource, name, patch) => {
    const before = await namespace.get(resource, name);
    await namespace.patch(resource, name, patch);
    await within('it is as before', async () => {
      const after = await namespace.get(resource, name);
      return JSON.stringify(essence(after)) === JSON.stringify(essence(before));
    });
  });

  it('makes a deleted object again', async () => {
    for (const [resource, name] of [
      ['services', 'mine-ixn-node'],
      ['configmaps', 'mine-ixn-node'],
      ['deployments', 'mine-ixn-node'],
    ] as const) {
      const before = await namespace.get(resource, name);
      await namespace.delete(resource, name);
      await within(`${resource}/${name} is there again`, async () => {
        const after = await namespace.get(resource, name);
        return after !== undefined && after.metadata.uid !== before?.metadata.uid;
      });
    }
    await untilReady(namespace, 'mine');
  });

  it('deletes what is ours and no longer wanted, and nothing else', async () => {
    const instance = await namespace.get('interactionservers', 'mine');
    const labels = {
      'app.kubernetes.io/managed-by': 'interaction-server-operator',
      'app.kubernetes.io/instance': 'mine',
    };
    const owner = { apiVersion: instance?.apiVersion, kind: instance?.kind, name: 'mine', uid: instance?.metadata.uid };
    const configMap = (name: string, metadata: object) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ...metadata },
    });
    await namespace.apply(configMap('somebody-elses', { labels }));
    await namespace.apply(configMap('left-over', { labels, ownerReferences: [{ ...owner, controller: true }] }));
    await within('left-over is gone', async () => (await namespace.get('configmaps', 'left-over')) === undefined);
    expect(await namespace.get('configmaps', 'somebody-elses')).toBeDefined();
  });

  it('tells in an event what was put back', async () => {
    const notes = async () => (await namespace.list('events')).filter((event) => event['reason'] === 'DriftMended');
    await expect
      .poll(async () => (await notes()).map((event) => event['note']).join('\n'))
      .toContain('Deployment mine-vq-node');
  });

  it('does not touch an object of a wanted name that belongs to somebody else, and goes on when it is gone', async () => {
    const theirs = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'taken-vq-node', labels: { owner: 'them' } },
      spec: { ports: [{ port: 80 }] },
    };
    await namespace.apply(theirs);
    const before = await namespace.get('services', 'taken-vq-node');
    await namespace.apply(sampleInstance('taken'));
    const stalled = await untilInstance(
      namespace,
      'taken',
      'is Stalled',
      ({ Stalled }) => Stalled?.reason === 'ObjectConflict',
    );
    expect(conditionsOf(stalled)['Ready']).toMatchObject({ status: 'False', reason: 'ObjectConflict' });
    expect(conditionsOf(stalled)['Stalled']?.message).toContain(
      'Service taken-vq-node: exists already and is owned by nobody',
    );
    expect(conditionsOf(stalled)).not.toHaveProperty('Reconciling');
    expect(await namespace.get('services', 'taken-vq-node')).toEqual(before);
    await namespace.delete('services', 'taken-vq-node');
    await untilReady(namespace, 'taken', 40_000);
    expect((await namespace.get('services', 'taken-vq-node'))?.['spec'].ports).toHaveLength(2);
  }, 60_000);

  it('waits for what a deleted instance of the same name leaves, and then makes its own', async () => {
    await namespace.apply(sampleInstance('again'));
    await untilReady(namespace, 'again');
    const first = await namespace.get('statefulsets', 'again-ixn');
    await namespace.delete('interactionservers', 'again');
    await namespace.apply(sampleInstance('again'));
    await untilReady(namespace, 'again', 40_000);
    const second = await namespace.get('statefulsets', 'again-ixn');
    expect(second?.metadata.uid).not.toBe(first?.metadata.uid);
  }, 60_000);

  it('leaves nothing but the log volume when it is deleted, and takes the volume up again', async () => {
    const instance = sampleInstance('keeps');
    instance.spec.ixnServer.logStorage = { storageSize: '1Gi' };
    await namespace.apply(instance);
    await untilReady(namespace, 'keeps');
    const claim = await namespace.get('persistentvolumeclaims', 'keeps-ixn-logs');
    expect(claim?.metadata.ownerReferences).toBeUndefined();
    expect(claim?.metadata.labels).not.toHaveProperty('app.kubernetes.io/instance');
    await namespace.delete('interactionservers', 'keeps');
    const resources = ['statefulsets', 'deployments', 'pods', 'services', 'configmaps', 'serviceaccounts'];
    for (const resource of resources) {
      const left = () => namespace.list(resource, 'app.kubernetes.io/instance=keeps');
      await expect.poll(left, { timeout: 20_000 }).toEqual([]);
    }
    expect((await namespace.get('persistentvolumeclaims', 'keeps-ixn-logs'))?.metadata.uid).toBe(claim?.metadata.uid);
    await namespace.apply(instance);
    await untilReady(namespace, 'keeps');
    expect((await namespace.get('persistentvolumeclaims', 'keeps-ixn-logs'))?.metadata.uid).toBe(claim?.metadata.uid);
  }, 60_000);
});

/** What a user cares about of an object: no versions, no book-keeping. */
function essence(object: AnyObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { metadata, data, spec, automountServiceAccountToken } = object;
  const owners = metadata.ownerReferences?.map((owner) => owner.uid);
  const sorted = (record: object | undefined) => Object.entries(record ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { labels: sorted(metadata.labels), owners, data: sorted(data), spec, automountServiceAccountToken };
}
