import { podAnnotations } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

describe('two resources of one tenant', () => {
  let elder: TestNamespace;
  let younger: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    elder = await createNamespace('elder');
    younger = await createNamespace('younger');
    operator = await startOperator([elder.name, younger.name]);
    await elder.apply(sampleSecret());
    await younger.apply(sampleSecret());
  });
  afterAll(() => operator.stop());

  it('runs the older one; the younger one makes nothing, and has its turn when the pods of the other have ended', async () => {
    const first = sampleInstance('first');
    const second = sampleInstance('second');
    second.spec.tenant.id = first.spec.tenant.id.toUpperCase();
    await elder.apply(first);
    const { metadata } = await untilReady(elder, 'first');
    // Times of creation have whole seconds, and within one the UID decides which is older.
    await expect.poll(() => Date.now() - Date.parse(metadata.creationTimestamp)).toBeGreaterThan(1_000);
    const [ixnPod] = await elder.list('pods', 'app.kubernetes.io/component=ixn-server');
    await elder.patch('pods', ixnPod?.metadata.name ?? '', {
      metadata: { annotations: { [podAnnotations.endAfter]: '3s' } },
    });
    await younger.apply(second);

    const stalled = await untilInstance(
      younger,
      'second',
      'is Stalled',
      ({ Stalled }) => Stalled?.reason === 'TenantConflict',
    );
    expect(conditionsOf(stalled)['Ready']).toMatchObject({ status: 'False', reason: 'TenantConflict' });
    expect(conditionsOf(stalled)['Stalled']?.message).toContain(`${elder.name}/first`);
    for (const resource of ['statefulsets', 'deployments', 'services'])
      expect(await younger.list(resource)).toEqual([]);
    await untilReady(elder, 'first');

    await elder.delete('interactionservers', 'first');
    await untilInstance(
      younger,
      'second',
      'waits',
      ({ Reconciling }) => Reconciling?.reason === 'WaitingForPredecessor',
    );
    expect(await younger.list('statefulsets')).toEqual([]);
    expect(await elder.list('pods', 'app.kubernetes.io/component=ixn-server')).toHaveLength(1);

    await untilReady(younger, 'second', 30_000);
    expect(await elder.list('pods', 'app.kubernetes.io/component=ixn-server')).toEqual([]);
  }, 60_000);

  it('waits for a StatefulSet of the tenant that has no pod at the moment, as it could make one again', async () => {
    const instance = sampleInstance('third');
    const labels = { 'app.kubernetes.io/instance': 'gone', 'app.kubernetes.io/component': 'ixn-server' };
    await elder.apply({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'gone-ixn', labels: { 'app.kubernetes.io/managed-by': 'interaction-server-operator' } },
      spec: {
        replicas: 0,
        serviceName: 'gone',
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: { ...labels, 'ixn.operators.dev/tenant': instance.spec.tenant.id } },
          spec: { containers: [{ name: 'ixn-server', image: 'ixn' }] },
        },
      },
    });
    await younger.apply(instance);
    const waiting = await untilInstance(
      younger,
      'third',
      'waits',
      ({ Reconciling }) => Reconciling?.reason === 'WaitingForPredecessor',
    );
    expect(conditionsOf(waiting)['Reconciling']?.message).toContain(`${elder.name}/gone-ixn`);
    expect(await younger.get('statefulsets', 'third-ixn')).toBeUndefined();
    await elder.delete('statefulsets', 'gone-ixn');
    await untilReady(younger, 'third', 30_000);
  }, 60_000);
});
