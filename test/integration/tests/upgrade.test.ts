import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { buildNext, type NextBuild, renderedBy } from '../src/next-build.ts';
import { type OperatorProcess, spawnOperator } from '../src/operator-process.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const name = 'upgraded';
const objects = [
  ['statefulsets', `${name}-ixn`],
  ['deployments', `${name}-ixn-node`],
  ['deployments', `${name}-vq-node`],
] as const;

describe('an operator of a build that renders something more', () => {
  let namespace: TestNamespace;
  let next: NextBuild;
  let operator: OperatorProcess;

  /** Starts an operator and waits until it has looked at everything. */
  async function start(bundle?: string): Promise<OperatorProcess> {
    const { operatorKubeconfig } = inject('controlPlane');
    const started = spawnOperator(operatorKubeconfig, ['--namespaces', namespace.name], bundle);
    await eventually('the operator works', async () => started.log().includes('work begins') || undefined, 60_000);
    return started;
  }

  async function podUids(): Promise<readonly string[]> {
    return (await namespace.list('pods')).map(({ metadata }) => metadata.uid).toSorted();
  }

  async function templates(): Promise<readonly AnyObject[]> {
    const found = await Promise.all(objects.map(([resource, object]) => namespace.get(resource, object)));
    return found.flatMap((object) => (object === undefined ? [] : [object['spec'].template]));
  }

  beforeAll(async () => {
    namespace = await createNamespace('upgrade');
    next = await buildNext();
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance(name));
    operator = await start();
    await untilReady(namespace, name);
    await operator.kill();
  });
  afterAll(async () => {
    await operator.kill();
    await next.remove();
  });

  it('restarts nothing, stays Ready, and says what would change', async () => {
    const [before, running] = [await podUids(), await templates()];
    operator = await start(next.bundle);
    const instance = await untilInstance(namespace, name, 'tells of an update', ({ UpdatePending }) => {
      return UpdatePending?.status === 'True';
    });
    expect(conditionsOf(instance)).toMatchObject({
      Ready: { status: 'True', reason: 'Converged' },
      UpdatePending: { status: 'True', reason: 'OperatorUpdated' },
    });
    const pending = { cause: 'OperatorUpdated', waitsFor: 'Approval' };
    const fields = [`metadata.annotations[${renderedBy.key}]`];
    expect(instance['status'].pending.changes).toEqual([
      { ...pending, fields, object: `StatefulSet ${name}-ixn` },
      { ...pending, fields, object: `Deployment ${name}-ixn-node` },
      { ...pending, fields, object: `Deployment ${name}-vq-node` },
    ]);
    expect(await podUids()).toEqual(before);
    expect(await templates()).toEqual(running);
  });

  it('takes it back when the build before it is back', async () => {
    const before = await podUids();
    await operator.kill();
    operator = await start();
    const instance = await untilInstance(namespace, name, 'tells of no update', (_, { status }) => {
      return status.pending === undefined;
    });
    expect(conditionsOf(instance)).not.toHaveProperty('UpdatePending');
    expect(await podUids()).toEqual(before);
    await operator.kill();
    operator = await start(next.bundle);
    await untilInstance(namespace, name, 'tells again', ({ UpdatePending }) => UpdatePending?.status === 'True');
  });

  it('applies it when the user says so: IXN first, and the nodes when IXN is up again', async () => {
    const before = await podUids();
    const pending = await namespace.get('interactionservers', name);
    const annotations = { 'ixn.operators.dev/apply-pending': pending?.['status'].pending.id };
    await namespace.patch('interactionservers', name, { metadata: { annotations } });
    const waiting = await untilInstance(namespace, name, 'lets the nodes wait', (_, { status }) => {
      return status.pending?.changes[0].waitsFor === 'ixnServer';
    });
    expect(waiting['status'].pending.changes).toMatchObject([
      { object: `Deployment ${name}-ixn-node`, cause: 'OperatorUpdated', waitsFor: 'ixnServer' },
      { object: `Deployment ${name}-vq-node`, cause: 'OperatorUpdated', waitsFor: 'ixnServer' },
    ]);
    const done = await untilInstance(namespace, name, 'has converged', ({ Ready, UpdatePending }) => {
      return Ready?.status === 'True' && UpdatePending === undefined;
    });
    expect(done['status'].pending).toBeUndefined();
    for (const template of await templates()) {
      expect(template.metadata.annotations).toMatchObject({ [renderedBy.key]: renderedBy.value });
    }
    const kept = (await podUids()).filter((uid) => before.includes(uid));
    expect(kept).toEqual([]);
  });
});
