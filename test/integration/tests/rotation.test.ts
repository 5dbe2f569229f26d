import { readAuditLog } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { operatorUser } from '../global-setup.ts';
import { createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance } from '../src/samples.ts';
import { workloadGenerations } from '../src/snapshot.ts';

const credentials = { username: 'ixn', password: 'first' };

describe('a change of a Secret or ConfigMap', { timeout: 90_000 }, () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;
  beforeAll(async () => {
    namespace = await createNamespace('rotation');
    operator = await startOperator([namespace.name]);
  });
  afterAll(() => operator.stop());

  it('restarts exactly the workloads that read it, when a key in use has changed', async () => {
    await runningInstance(namespace, 'keys');
    const first = await podsOf(namespace, 'keys');

    await changeSecret(namespace, 'keys-db', { password: 'second' });
    const second = await untilReplaced(namespace, 'keys', first, ['ixn-server']);

    await namespace.patch('configmaps', 'keys-ca', { data: { 'ca.crt': 'renewed' } });
    await untilReplaced(namespace, 'keys', second, ['ixn-server', 'ixn-node']);
  });

  it('restarts nothing for a key that nobody reads, for metadata, and when it is made anew as it was', async () => {
    await runningInstance(namespace, 'others');
    const pods = await podsOf(namespace, 'others');
    const generations = await workloadGenerations(namespace);

    await changeSecret(namespace, 'others-db', { comment: 'of no use' });
    await namespace.patch('secrets', 'others-db', { metadata: { annotations: { rotated: 'yes' } } });
    await namespace.patch('configmaps', 'others-ca', { metadata: { labels: { rotated: 'yes' } }, data: { b: 'x' } });
    await namespace.delete('configmaps', 'others-ca');
    await untilMissing(
      namespace,
      'others',
      'ConfigMapMissing',
      'ConfigMap others-ca, which ixnServer and ixnNode read',
    );
    await namespace.apply(ca('others-ca'));
    await untilReady(namespace, 'others');
    await namespace.delete('secrets', 'others-db');
    await untilMissing(namespace, 'others', 'SecretMissing', 'Secret others-db, which ixnServer reads, does not exist');
    await namespace.apply(secret('others-db'));
    await untilReady(namespace, 'others');

    expect(await podsOf(namespace, 'others')).toEqual(pods);
    expect(await workloadGenerations(namespace)).toEqual(generations);
  });

  it('is known by its name while a key is missing, and restarts nothing when the key is back', async () => {
    await runningInstance(namespace, 'lacking');
    const pods = await podsOf(namespace, 'lacking');
    await namespace.patch('secrets', 'lacking-node-db', { data: { password: null } });
    await untilMissing(
      namespace,
      'lacking',
      'SecretKeyMissing',
      'key password of Secret lacking-node-db, which ixnNode reads, does not exist',
    );
    await changeSecret(namespace, 'lacking-node-db', { password: credentials.password });
    await untilReady(namespace, 'lacking');
    expect(await podsOf(namespace, 'lacking')).toEqual(pods);
  });

  it('is waited for by a new instance, which goes on by itself with each that appears', async () => {
    await namespace.apply(instance('new'));
    await untilMissing(namespace, 'new', 'SecretMissing', 'Secret new-db, which ixnServer reads, does not exist');
    await namespace.apply(secret('new-db'));
    await namespace.apply(secret('new-node-db'));
    await untilMissing(namespace, 'new', 'ConfigMapMissing', 'ConfigMap new-ca, which ixnServer and ixnNode read');
    await namespace.apply(ca('new-ca'));
    await untilReady(namespace, 'new');
  });

  it('that happened while no operator ran restarts what reads it', async () => {
    const quiet = await createNamespace('rotation-offline');
    const before = await startOperator([quiet.name]);
    await runningInstance(quiet, 'offline');
    const pods = await podsOf(quiet, 'offline');
    await before.stop();
    await changeSecret(quiet, 'offline-node-db', { password: 'second' });
    const after = await startOperator([quiet.name]);
    await untilReplaced(quiet, 'offline', pods, ['ixn-node']);
    await after.stop();
  });
});

describe('Secrets and ConfigMaps', { timeout: 90_000 }, () => {
  it('are not read again while nothing has changed', async () => {
    const namespace = await createNamespace('rotation-quiet');
    const operator = await startOperator([namespace.name], ['--resync-seconds', '1']);
    await runningInstance(namespace, 'quiet');
    await untilReconciledTimes(operator, 2);
    const read = await reads(namespace, 'get');
    expect(read.toSorted()).toEqual(['configmaps quiet-ca', 'secrets quiet-db', 'secrets quiet-node-db']);
    await untilReconciledTimes(operator, 3);
    // The change marks the place in the audit log up to which there must be no other read.
    await namespace.patch('secrets', 'quiet-db', { metadata: { labels: { marker: 'x' } } });
    await eventually('the changed Secret is read', async () => {
      return (await reads(namespace, 'get')).length > read.length || undefined;
    });
    expect((await reads(namespace, 'get')).slice(read.length)).toEqual(['secrets quiet-db']);
    await operator.stop();
  });

  it('are got by name alone by an operator that polls them, and restart what reads them all the same', async () => {
    const namespace = await createNamespace('rotation-polled');
    const operator = await startOperator([namespace.name], ['--poll-references-seconds', '1']);
    await runningInstance(namespace, 'polled');
    const pods = await podsOf(namespace, 'polled');
    await changeSecret(namespace, 'polled-db', { password: 'second' });
    await untilReplaced(namespace, 'polled', pods, ['ixn-server']);
    await namespace.delete('secrets', 'polled-node-db');
    await untilMissing(namespace, 'polled', 'SecretMissing', 'Secret polled-node-db, which ixnNode reads');
    await namespace.apply(secret('polled-node-db'));
    await untilReady(namespace, 'polled');
    await operator.stop();
    const listed = [...(await reads(namespace, 'list')), ...(await reads(namespace, 'watch'))];
    expect(listed.filter((line) => line.startsWith('secrets'))).toEqual([]);
  });
});

/** An instance of which IXN and IXN Node read a Secret each, and both of them one ConfigMap. */
function instance(name: string) {
  const sample = sampleInstance(name);
  const { ixnServer, ixnNode } = sample.spec;
  const authority = { configMapKeyRef: { name: `${name}-ca`, key: 'ca.crt' } };
  ixnServer.db = { ...ixnServer.db, credentialsSecretRef: { name: `${name}-db` }, ca: authority };
  ixnNode.db = { host: 'pg.example.com', credentialsSecretRef: { name: `${name}-node-db` }, ca: authority };
  return sample;
}

function secret(name: string) {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData: credentials };
}

function ca(name: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { 'ca.crt': 'authority' } };
}

/** Brings up an instance with all that it reads. */
async function runningInstance(namespace: TestNamespace, name: string): Promise<void> {
  for (const object of [secret(`${name}-db`), secret(`${name}-node-db`), ca(`${name}-ca`), instance(name)]) {
    await namespace.apply(object);
  }
  await untilReady(namespace, name);
}

function changeSecret(namespace: TestNamespace, name: string, data: Readonly<Record<string, string>>): Promise<void> {
  return namespace.patch('secrets', name, { stringData: data });
}

/** The UIDs of the pods of an instance, by component. */
async function podsOf(namespace: TestNamespace, name: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const pods = await namespace.list('pods', `app.kubernetes.io/instance=${name}`);
  const byComponent = Object.groupBy(pods, ({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] ?? '');
  return Object.fromEntries(
    Object.entries(byComponent).map(([component, found = []]) => [
      component,
      found.map(({ metadata }) => metadata.uid).toSorted(),
    ]),
  );
}

/** Waits until the instance is Ready with other pods of these components; gives all pods, of which no other has changed. */
async function untilReplaced(
  namespace: TestNamespace,
  name: string,
  before: Readonly<Record<string, readonly string[]>>,
  components: readonly string[],
) {
  const after = await eventually(`${name} has new pods of ${components.join()}`, async () => {
    const pods = await podsOf(namespace, name);
    const replaced = components.every((component) => {
      return pods[component]?.length === before[component]?.length && pods[component]?.[0] !== before[component]?.[0];
    });
    return replaced ? pods : undefined;
  });
  await untilReady(namespace, name);
  const changed = Object.keys(before).filter((component) => after[component]?.join() !== before[component]?.join());
  expect(changed.toSorted()).toEqual(components.toSorted());
  return after;
}

/** Waits until the instance says in Ready and Reconciling that something is missing. */
function untilMissing(namespace: TestNamespace, name: string, reason: string, words: string) {
  return untilInstance(namespace, name, `says ${reason}`, (_, found) => {
    const { Ready, Reconciling } = conditionsOf(found);
    return (
      Ready?.status === 'False' &&
      [Ready, Reconciling].every((one) => one?.reason === reason && one.message.includes(words))
    );
  });
}

function untilReconciledTimes(operator: RunningOperator, times: number) {
  const reconciles = () => operator.log.filter((line) => line.includes('"msg":"instance reconciled"')).length;
  const before = reconciles();
  return expect.poll(reconciles, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + times);
}

/** What the operator read of Secrets and ConfigMaps of a namespace, in order, as `resource name`. */
async function reads(namespace: TestNamespace, verb: string): Promise<readonly string[]> {
  const events = await readAuditLog(inject('controlPlane').auditLogPath);
  return events
    .filter((event) => event.namespace === namespace.name && event.user === operatorUser && event.verb === verb)
    .filter(({ resource }) => resource === 'secrets' || resource === 'configmaps')
    .map(({ resource, name }) => `${resource} ${name ?? ''}`);
}
