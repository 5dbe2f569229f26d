import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const closedWindow = { schedule: '0 0 29 2 *', duration: '1m' };
const openWindow = { schedule: '* * * * *', duration: '1h' };

describe('changes that replace pods', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('rollout');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('tenant-1'));
    await untilReady(namespace, 'tenant-1');
  });
  afterAll(() => operator.stop());

  /** The templates of the workloads, as the API server numbers them. */
  async function generations(): Promise<readonly (number | undefined)[]> {
    const workloads = [
      await namespace.get('statefulsets', 'tenant-1-ixn'),
      await namespace.get('deployments', 'tenant-1-ixn-node'),
      await namespace.get('deployments', 'tenant-1-vq-node'),
    ];
    return workloads.map((workload) => workload?.metadata.generation);
  }

  async function podOf(component: string): Promise<AnyObject> {
    const [pod] = await namespace.list('pods', `app.kubernetes.io/component=${component}`);
    if (pod === undefined) throw new Error(`there is no pod of ${component}`);
    return pod;
  }

  async function setImages(tag: string): Promise<void> {
    const image = { image: { tag } };
    const spec = { ixnServer: image, ixnNode: image, ixnVQNode: image };
    await namespace.patch('interactionservers', 'tenant-1', { spec });
  }

  function setPolicy(updatePolicy: object): Promise<unknown> {
    return namespace.patch('interactionservers', 'tenant-1', { spec: { updatePolicy } });
  }

  function annotate(name: string, value: string | null): Promise<unknown> {
    const annotations = { [`ixn.operators.dev/${name}`]: value };
    return namespace.patch('interactionservers', 'tenant-1', { metadata: { annotations } });
  }

  it('restart IXN first, and the nodes only when IXN is ready again', async () => {
    await setImages('2');
    const waiting = await untilInstance(namespace, 'tenant-1', 'lets the nodes wait', (_, instance) => {
      return instance['status'].pending !== undefined;
    });
    expect(waiting['status'].pending.changes).toMatchObject([
      { object: 'Deployment tenant-1-ixn-node', cause: 'SpecChanged', waitsFor: 'ixnServer' },
      { object: 'Deployment tenant-1-vq-node', cause: 'SpecChanged', waitsFor: 'ixnServer' },
    ]);
    expect(conditionsOf(waiting)).toMatchObject({
      Ready: { status: 'Unknown', reason: 'RollingOut' },
      IxnNodeReady: { status: 'Unknown', message: 'ixnNode waits for ixnServer before its pods are replaced' },
    });
    expect(conditionsOf(waiting)).not.toHaveProperty('UpdatePending');
    const done = await untilReady(namespace, 'tenant-1');
    expect(done['status'].pending).toBeUndefined();
    const conditions: readonly AnyObject[] = (await podOf('ixn-server'))['status'].conditions;
    const ready = conditions.find((condition) => condition['type'] === 'Ready')?.['lastTransitionTime'];
    for (const component of ['ixn-node', 'vq-node']) {
      const { creationTimestamp } = (await podOf(component)).metadata;
      expect(Date.parse(creationTimestamp)).toBeGreaterThanOrEqual(Date.parse(ready));
    }
  });

  it('are told by an event for each workload, and counted by their cause', async () => {
    const restarts = async () =>
      (await namespace.list('events'))
        .filter((event) => event['reason'] === 'Restarting')
        .map((event) => event['note']);
    const ixn = 'spec.containers[ixn-server].image, spec.initContainers[init-schema].image';
    await expect
      .poll(restarts)
      .toEqual(
        expect.arrayContaining([
          `Restarting StatefulSet tenant-1-ixn: SpecChanged: ${ixn}`,
          'Restarting Deployment tenant-1-ixn-node: SpecChanged: spec.containers[ixn-node].image',
          'Restarting Deployment tenant-1-vq-node: SpecChanged: spec.containers[vq-node].image',
        ]),
      );
    const metrics = await operator.metrics();
    for (const workload of ['ixnServer', 'ixnNode', 'ixnVQNode']) {
      expect(metrics).toContain(`ixn_operator_restarts_total{workload="${workload}",cause="SpecChanged"} 1\n`);
    }
    expect(metrics).toContain('ixn_operator_updates_pending{reason="WaitingForWindow"} 0\n');
  });

  it('wait for a maintenance window, and everything else does not', async () => {
    await setPolicy({ maintenanceWindows: [closedWindow] });
    await untilReady(namespace, 'tenant-1');
    const before = await generations();
    await setImages('3');
    await namespace.patch('interactionservers', 'tenant-1', {
      spec: { monitoring: { mode: 'Off' } },
    });
    const waiting = await untilInstance(namespace, 'tenant-1', 'waits for a window', ({ UpdatePending }) => {
      return UpdatePending?.reason === 'WaitingForWindow';
    });
    expect(conditionsOf(waiting)).toMatchObject({
      Ready: { status: 'Unknown', reason: 'WaitingForWindow' },
      Reconciling: { status: 'True', reason: 'WaitingForWindow' },
      Available: { status: 'True' },
    });
    expect(waiting['status'].pending.changes).toHaveLength(3);
    expect(waiting['status'].pending.changes[0].fields).toEqual([
      'spec.containers[ixn-server].image',
      'spec.initContainers[init-schema].image',
    ]);
    expect(waiting['status'].pending.nextWindow).toMatch(/^20\d\d-02-29T00:00:00Z$/);
    await eventually('the Services are written', async () => {
      const service = await namespace.get('services', 'tenant-1-ixn');
      return service?.metadata.annotations?.['prometheus.io/scrape'] === undefined ? service : undefined;
    });
    expect(await generations()).toEqual(before);
    await expect
      .poll(async () => (await namespace.list('events')).map((event) => event['reason']))
      .toContain('WaitingForWindow');
    expect(await operator.metrics()).toContain('ixn_operator_updates_pending{reason="WaitingForWindow"} 1\n');
  });

  it('go, in order, when a window opens', async () => {
    const before = await generations();
    await setPolicy({ maintenanceWindows: [openWindow] });
    const done = await untilReady(namespace, 'tenant-1');
    expect(conditionsOf(done)).not.toHaveProperty('UpdatePending');
    expect(await generations()).toEqual(before.map((generation) => (generation ?? 0) + 1));
  });

  it('go when the user releases them by their id, and what comes later waits again', async () => {
    await setPolicy({ maintenanceWindows: [closedWindow] });
    await setImages('4');
    const waiting = await untilInstance(
      namespace,
      'tenant-1',
      'waits',
      (_, { status }) => status.pending !== undefined,
    );
    await annotate('apply-pending', waiting['status'].pending.id);
    await untilReady(namespace, 'tenant-1');
    expect((await podOf('vq-node'))['spec'].containers[0].image).toMatch(/:4$/);
    await setImages('5');
    await untilInstance(namespace, 'tenant-1', 'waits again', ({ UpdatePending }) => UpdatePending?.status === 'True');
    await annotate('apply-pending', null);
  });

  it('and all others wait while everything is paused; drift is told and left', async () => {
    await annotate('pause', 'All');
    await setPolicy({ maintenanceWindows: null });
    const before = await generations();
    await namespace.patch('services', 'tenant-1-ixn', { spec: { selector: { somebody: 'else' } } });
    const paused = await untilInstance(namespace, 'tenant-1', 'tells of the drift', (_, { status }) =>
      JSON.stringify(status.pending ?? '').includes('Service tenant-1-ixn'),
    );
    expect(conditionsOf(paused)).toMatchObject({
      Ready: { status: 'Unknown', reason: 'Paused' },
      Reconciling: { status: 'True', reason: 'Paused' },
      UpdatePending: { status: 'True', reason: 'Paused' },
    });
    expect(await generations()).toEqual(before);
    await annotate('pause', null);
    const done = await untilReady(namespace, 'tenant-1');
    expect(conditionsOf(done)).not.toHaveProperty('UpdatePending');
    expect((await podOf('ixn-server'))['spec'].containers[0].image).toMatch(/:5$/);
  });

  it('leave one record for each workload, and no other', async () => {
    const records = await namespace.list(
      'controllerrevisions',
      'app.kubernetes.io/managed-by=interaction-server-operator',
    );
    const ours = records.filter(({ metadata }) => metadata.ownerReferences?.[0]?.kind === 'InteractionServer');
    expect(ours).toHaveLength(3);
  });

  it('are told by their author when they are put back', async () => {
    await namespace.kubectl(['set', 'image', 'deployment/tenant-1-ixn-node', 'ixn-node=somebody/elses:1']);
    const event = await eventually('an event tells of it', async () => {
      const events = await namespace.list('events');
      return events.find((candidate) => `${candidate['note']}`.startsWith('Deployment tenant-1-ixn-node was changed'));
    });
    expect(event['note']).toMatch(
      /^Deployment tenant-1-ixn-node was changed: spec\.template\.spec\.containers\[ixn-node\]\.image by kubectl-set at 20/,
    );
    await untilReady(namespace, 'tenant-1');
    expect((await podOf('ixn-node'))['spec'].containers[0].image).toMatch(/:5$/);
  });

  it('are made by kubectl rollout restart, which stays as it is', async () => {
    const before = await podOf('ixn-node');
    await namespace.kubectl(['rollout', 'restart', 'deployment/tenant-1-ixn-node']);
    await eventually('the pod is another one', async () => {
      const pod = await podOf('ixn-node').catch(() => before);
      return pod.metadata.uid === before.metadata.uid ? undefined : pod;
    });
    await untilReady(namespace, 'tenant-1');
    const node = await namespace.get('deployments', 'tenant-1-ixn-node');
    expect(node?.['spec'].template.metadata.annotations).toHaveProperty('kubectl.kubernetes.io/restartedAt');
  });
});
