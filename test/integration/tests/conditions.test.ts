import { crashPod, healPod, imageTags, makePodUnready } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject, createNamespace, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, type ConditionView, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** One row of the table of conditions: status and reason where it is known, absent for a condition that does not stand. */
interface Row {
  readonly Ready: readonly [status: string, reason?: string];
  readonly Available?: readonly [status: string, reason?: string];
  readonly Reconciling?: string;
  readonly Stalled?: string;
}

describe('the conditions of an instance, each state reached and left again', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('conditions');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
  });
  afterAll(() => operator.stop());

  /** Makes an instance for one test and waits until it is Ready. */
  async function readyInstance(name: string): Promise<AnyObject> {
    await namespace.apply(sampleInstance(name));
    return untilReady(namespace, name);
  }

  const until = (name: string, row: Row, timeoutMs?: number) =>
    untilInstance(namespace, name, `shows ${JSON.stringify(row)}`, (conditions) => shows(conditions, row), timeoutMs);

  const patchSpec = (name: string, spec: object) => namespace.patch('interactionservers', name, { spec });

  async function podOf(name: string, component: string) {
    const selector = `app.kubernetes.io/instance=${name},app.kubernetes.io/component=${component}`;
    const [pod] = await namespace.list('pods', selector);
    return { namespace: namespace.name, name: pod?.metadata.name ?? '' };
  }

  it('rolls forward, then has converged', async () => {
    await namespace.apply(sampleInstance('rolls'));
    await until('rolls', { Ready: ['Unknown', 'RollingOut'], Reconciling: 'RollingOut', Available: ['False'] });
    await until('rolls', { Ready: ['True', 'Converged'], Available: ['True', 'Serving'] });
  });

  it('is not Ready while a pod that ran does not pass its readiness probe', async () => {
    await readyInstance('unready');
    const pod = await podOf('unready', 'ixn-node');
    await makePodUnready(namespace, pod);
    const instance = await until('unready', {
      Ready: ['False', 'ReadinessProbeFailing'],
      Reconciling: 'ReadinessProbeFailing',
      Available: ['False', 'NoReadyPod'],
    });
    expect(conditionsOf(instance)['IxnNodeReady']).toMatchObject({ status: 'False' });
    expect(conditionsOf(instance)['Ready']?.message).toContain(pod.name);
    await healPod(namespace, pod);
    await until('unready', { Ready: ['True', 'Converged'], Available: ['True'] });
  });

  it('serves on, but is not Ready, when one of two VQ Node pods is lost', async () => {
    await readyInstance('half');
    const pod = await podOf('half', 'vq-node');
    await makePodUnready(namespace, pod);
    await until('half', { Ready: ['False'], Reconciling: 'ReadinessProbeFailing', Available: ['True', 'Serving'] });
    await healPod(namespace, pod);
    await until('half', { Ready: ['True'], Available: ['True'] });
  });

  it('tells the last exit code of a container that crashes again and again', async () => {
    await readyInstance('crash');
    const pod = await podOf('crash', 'ixn-server');
    await crashPod(namespace, pod, 137);
    const instance = await until('crash', {
      Ready: ['False', 'CrashLoopBackOff'],
      Reconciling: 'CrashLoopBackOff',
      Available: ['False'],
    });
    expect(conditionsOf(instance)['IxnServerReady']?.message).toContain('exit code 137');
    await healPod(namespace, pod);
    await until('crash', { Ready: ['True'], Available: ['True'] });
  });

  it('tells which Secret is missing, and goes on by itself when it appears', async () => {
    const instance = sampleInstance('secret');
    instance.spec.ixnServer.db.credentialsSecretRef.name = 'appears-later';
    await namespace.apply(instance);
    const found = await until('secret', { Ready: ['False', 'SecretMissing'], Reconciling: 'SecretMissing' });
    expect(conditionsOf(found)['Ready']?.message).toContain(
      'Secret appears-later, which ixnServer reads, does not exist',
    );
    await namespace.apply({ ...sampleSecret(), metadata: { name: 'appears-later' } });
    await until('secret', { Ready: ['True'] });
    await namespace.delete('secrets', 'appears-later');
    await until('secret', { Ready: ['False', 'SecretMissing'], Reconciling: 'SecretMissing', Available: ['True'] });
    await namespace.apply({ ...sampleSecret(), metadata: { name: 'appears-later' } });
    await until('secret', { Ready: ['True'] });
  });

  it('stalls with the reason of the pod when a rollout passes its deadline, and recovers with a newer spec', async () => {
    await readyInstance('deadline');
    const before = await namespace.get('interactionservers', 'deadline');
    const tag = before?.['spec'].ixnNode.image.tag;
    await patchSpec('deadline', {
      updatePolicy: { progressDeadlineSeconds: 30 },
      ixnNode: { image: { tag: imageTags.missing } },
    });
    await until('deadline', { Ready: ['Unknown', 'ImagePullBackOff'], Reconciling: 'ImagePullBackOff' });
    const stalled = await until(
      'deadline',
      { Ready: ['False', 'ImagePullBackOff'], Stalled: 'ImagePullBackOff' },
      60_000,
    );
    expect(conditionsOf(stalled)['Stalled']?.message).toContain('takes too long');
    await patchSpec('deadline', { ixnNode: { image: { tag } } });
    await until('deadline', { Ready: ['True', 'Converged'] });
  }, 120_000);

  it('tells that no node takes a pod', async () => {
    await readyInstance('huge');
    const resources = { requests: { cpu: '9000000' } };
    await patchSpec('huge', { ixnVQNode: { resources } });
    await until('huge', { Ready: ['Unknown', 'Unschedulable'], Reconciling: 'Unschedulable', Available: ['True'] });
    await patchSpec('huge', { ixnVQNode: { resources: { requests: { cpu: '30m' } } } });
    await until('huge', { Ready: ['True'] });
  });

  it('is stopped by replicas 0 and started again', async () => {
    await readyInstance('stop');
    await patchSpec('stop', { ixnServer: { replicas: 0 }, ixnNode: { replicas: 0 }, ixnVQNode: { replicas: 0 } });
    const stopped = await until('stop', { Ready: ['True'], Available: ['False', 'Stopped'] });
    expect(stopped['status'].summary).toMatchObject({ ixnServer: '0/0', ixnNode: '0/0', ixnVQNode: '0/0' });
    await patchSpec('stop', { ixnServer: { replicas: 1 }, ixnNode: { replicas: 1 }, ixnVQNode: { replicas: 2 } });
    await until('stop', { Ready: ['True', 'Converged'], Available: ['True', 'Serving'] });
  });

  it('writes an event for what a person would want to read once', async () => {
    const instance = await readyInstance('events');
    const regarding = (event: AnyObject) => event['regarding']?.uid === instance.metadata.uid;
    await expect
      .poll(async () => (await namespace.list('events')).filter(regarding).map((event) => event['reason']))
      .toEqual(['Converged']);
  });
});

describe('the conditions of an instance whose pods may not be made', () => {
  it('tells of the quota, for the StatefulSet too, and goes on when it is raised', async () => {
    const namespace = await createNamespace('quota');
    const operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    const quota = (pods: string) => ({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'pods' },
      spec: { hard: { pods } },
    });
    await namespace.apply(quota('0'));
    await expect.poll(async () => (await namespace.get('resourcequotas', 'pods'))?.['status']?.hard).toBeDefined();
    await namespace.apply(sampleInstance('limited'));
    const instance = await untilInstance(namespace, 'limited', 'tells of the quota', (conditions) =>
      ['IxnServerReady', 'IxnNodeReady', 'IxnVQNodeReady'].every(
        (type) => conditions[type]?.reason === 'QuotaExceeded',
      ),
    );
    expect(conditionsOf(instance)['Ready']).toMatchObject({ status: 'Unknown', reason: 'QuotaExceeded' });
    await namespace.apply(quota('10'));
    await untilReady(namespace, 'limited', 60_000);
    await operator.stop();
  }, 90_000);
});

function shows(conditions: Readonly<Record<string, ConditionView>>, row: Row): boolean {
  const { Ready, Available, Reconciling, Stalled } = conditions;
  const is = (condition: ConditionView | undefined, expected: readonly [string, string?]) =>
    condition?.status === expected[0] && (expected[1] === undefined || condition.reason === expected[1]);
  return (
    is(Ready, row.Ready) &&
    (row.Available === undefined || is(Available, row.Available)) &&
    Reconciling?.reason === row.Reconciling &&
    Stalled?.reason === row.Stalled
  );
}
