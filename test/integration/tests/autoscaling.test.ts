import { isWrite, readAuditLog } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { operatorUser } from '../global-setup.ts';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';
import { watchReplicas } from '../src/watch-replicas.ts';

const name = 'scaled-vq-node';
const managers = { main: 'interaction-server-operator', replicas: 'interaction-server-operator-replicas' };

/** Without metrics the autoscaler of the control plane acts on its bounds alone; a test plays it by the scale subresource. */
describe('autoscaling of VQ Node', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('autoscaling');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('scaled'));
    await untilReady(namespace, 'scaled');
  });
  afterAll(() => operator.stop());

  const changeVQNode = (ixnVQNode: object) => namespace.patch('interactionservers', 'scaled', { spec: { ixnVQNode } });
  const deployment = async () => {
    const found = await namespace.get('deployments', name);
    if (found === undefined) throw new Error(`there is no Deployment ${name}`);
    return found;
  };
  const scale = (replicas: number) => namespace.patch('deployments/scale', name, { spec: { replicas } });
  const autoscaler = () => namespace.get('horizontalpodautoscalers', name);
  /** Ready, with as many VQ Nodes as this. */
  const untilServing = (count: number) =>
    untilInstance(
      namespace,
      'scaled',
      `serves with ${count} VQ Nodes`,
      ({ Ready }, instance) => Ready?.status === 'True' && instance['status'].summary.ixnVQNode === `${count}/${count}`,
    );
  const deploymentWrites = async () => {
    const events = await readAuditLog(inject('controlPlane').auditLogPath);
    return events.filter(
      (event) =>
        event.namespace === namespace.name &&
        event.user === operatorUser &&
        isWrite(event) &&
        event.resource === 'deployments',
    );
  };

  it('takes over the pods that are there: none comes or goes, and their number is never another one', async () => {
    const before = await podUids(namespace);
    const replicas = await watchReplicas(namespace.name);
    await changeVQNode({ autoscaling: { maxReplicas: 6 } });
    await eventually('there is an autoscaler', autoscaler);
    await untilServing(2);
    expect(await podUids(namespace)).toEqual(before);
    expect(replicas.seen(name)).toEqual([2]);
    await replicas.stop();
    expect(holdersOfReplicas(await deployment())).toEqual([managers.replicas]);
    expect((await autoscaler())?.['spec']).toMatchObject({ minReplicas: 1, maxReplicas: 6 });
  });

  it('leaves the number to the autoscaler, with no write to the Deployment, and is Ready when the pods are', async () => {
    await scale(4);
    await untilServing(4);
    expect(holdersOfReplicas(await deployment())).not.toContain(managers.main);
    const { resourceVersion } = (await deployment()).metadata;
    await namespace.patch('interactionservers', 'scaled', { metadata: { labels: { look: 'again' } } });
    await changeVQNode({ autoscaling: { minReplicas: 3 } });
    await untilServing(4);
    await eventually(
      'the autoscaler has its new bound',
      async () => (await autoscaler())?.['spec'].minReplicas === 3 || undefined,
    );
    expect((await deployment()).metadata.resourceVersion).toBe(resourceVersion);
  });

  it('keeps the number over a change of the pods', async () => {
    await changeVQNode({ image: { tag: 'next' } });
    const instance = await untilServing(4);
    expect(instance['status'].workloads[2]).toMatchObject({ desired: 4, updated: 4, settled: true });
    expect((await deployment())['spec'].replicas).toBe(4);
  });

  it('follows the autoscaler of the cluster: down to the most that it may make, and up to the fewest', async () => {
    await changeVQNode({ autoscaling: { minReplicas: 1, maxReplicas: 3 } });
    await untilServing(3);
    await changeVQNode({ autoscaling: { minReplicas: 5, maxReplicas: 6 } });
    await untilServing(5);
  }, 60_000);

  it('writes nothing after a restart of the operator', async () => {
    const writes = (await deploymentWrites()).length;
    const { resourceVersion } = (await deployment()).metadata;
    await operator.stop();
    operator = await startOperator([namespace.name]);
    await eventually(
      'the instance was looked at',
      async () => operator.log.some((line) => line.includes('"msg":"instance reconciled"')) || undefined,
    );
    expect((await deployment()).metadata.resourceVersion).toBe(resourceVersion);
    expect((await deploymentWrites()).length).toBe(writes);
  });

  it('stops all pods at replicas 0, which the autoscaler leaves alone, and starts them again', async () => {
    await changeVQNode({ replicas: 0 });
    const stopped = await untilInstance(
      namespace,
      'scaled',
      'is stopped',
      ({ Available, IxnVQNodeReady }) => Available?.reason === 'Stopped' && IxnVQNodeReady?.reason === 'Stopped',
    );
    expect(stopped['status'].summary.ixnVQNode).toBe('0/0');
    expect(await namespace.get('poddisruptionbudgets', name)).toBeUndefined();
    await eventually(
      'the autoscaler has seen it',
      async () => JSON.stringify((await autoscaler())?.['status'] ?? {}).includes('ScalingDisabled') || undefined,
    );
    expect((await deployment())['spec'].replicas).toBe(0);
    await changeVQNode({ replicas: 2 });
    const instance = await untilServing(5);
    expect(conditionsOf(instance)['Available']).toMatchObject({ status: 'True' });
    expect(await namespace.get('poddisruptionbudgets', name)).toBeDefined();
  }, 60_000);

  it('gives the number back to the spec, whose it is from then on', async () => {
    await changeVQNode({ autoscaling: null });
    await untilServing(2);
    expect(await autoscaler()).toBeUndefined();
    expect(holdersOfReplicas(await deployment())).toEqual([managers.main]);
    await scale(5);
    await eventually('the number is back', async () => (await deployment())['spec'].replicas === 2 || undefined);
  });
});

describe('a new instance with an autoscaler', () => {
  it('comes up with the fewest pods that the autoscaler leaves', async () => {
    const namespace = await createNamespace('autoscaled');
    const operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    const { metadata, spec, ...sample } = sampleInstance('scaled');
    const ixnVQNode = { ...spec.ixnVQNode, autoscaling: { minReplicas: 3, maxReplicas: 6 } };
    await namespace.apply({ ...sample, metadata, spec: { ...spec, ixnVQNode } });
    const instance = await untilInstance(
      namespace,
      'scaled',
      'is Ready with three VQ Nodes',
      ({ Ready }, { status }) => Ready?.status === 'True' && status.summary.ixnVQNode === '3/3',
    );
    expect(conditionsOf(instance)['IxnVQNodeReady']).toMatchObject({ status: 'True' });
    await operator.stop();
  });
});

/** Who has said how many pods the Deployment wants: the managers of the field. */
function holdersOfReplicas({ metadata }: AnyObject): readonly string[] {
  const entries: readonly { manager: string; fieldsV1?: object }[] = Object(metadata).managedFields ?? [];
  return entries
    .filter(({ fieldsV1 }) => 'f:replicas' in Object(Object(fieldsV1)['f:spec']))
    .map(({ manager }) => manager);
}

async function podUids(namespace: TestNamespace): Promise<readonly string[]> {
  const pods = await namespace.list('pods', 'app.kubernetes.io/component=vq-node');
  return pods.map(({ metadata }) => metadata.uid).toSorted();
}
