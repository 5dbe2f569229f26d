import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject, createNamespace, type TestNamespace } from '../src/cluster.ts';
import { untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const name = 'tenant-1';

/** What stands for Voice RQ, which connection 13 leads to. */
interface Neighbour {
  readonly port: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

async function prepareNeighbour(): Promise<Neighbour> {
  const server: Server = createServer((socket) => socket.destroy());
  const start = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()));
  await start(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await stop();
  return { port, start: () => start(port), stop };
}

describe('a rollout that waits for a dependency', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;
  let voiceRq: Neighbour;

  beforeAll(async () => {
    voiceRq = await prepareNeighbour();
    namespace = await createNamespace('gate');
    const surroundings = { mayDial: () => 'allowed' as const, intervalMs: 300, maxBackOffMs: 600 };
    operator = await startOperator([namespace.name], ['--dependency-checks', 'always'], undefined, { surroundings });
    await namespace.apply(sampleSecret());
  });
  afterAll(() => operator.stop());

  function untilWaiting(): Promise<AnyObject> {
    return untilInstance(namespace, name, 'waits for a dependency', ({ UpdatePending }) => {
      return UpdatePending?.reason === 'WaitingForDependencies';
    });
  }

  function rowOf(instance: AnyObject): AnyObject {
    const rows: readonly AnyObject[] = instance['status'].connections;
    const row = rows.find((candidate) => candidate['number'] === 13);
    if (row === undefined) throw new Error('the status has no row 13');
    return row;
  }

  async function ixnGeneration(): Promise<number | undefined> {
    return (await namespace.get('statefulsets', `${name}-ixn`))?.metadata.generation;
  }

  async function setTag(tag: string): Promise<void> {
    const spec = { ixnServer: { image: { tag } } };
    await namespace.patch('interactionservers', name, { spec });
  }

  it('makes no first pod before it answers, and says what it waits for', async () => {
    const sample = sampleInstance(name);
    const ixnNode = { ...sample.spec.ixnNode, voiceRq: { host: '127.0.0.1', port: voiceRq.port } };
    const spec = { ...sample.spec, ixnNode, dependencyChecks: { gateRolloutOn: [13] } };
    await namespace.apply({ ...sample, spec });
    const waiting = await untilInstance(namespace, name, 'tells what is wrong', (_, instance) => {
      return rowOf(instance)['state'] === 'Unreachable';
    });
    expect(rowOf(waiting)).toMatchObject({ reason: 'ConnectionRefused', message: 'the connection is refused' });
    expect(waiting['status'].pending.changes).toMatchObject([
      { object: `StatefulSet ${name}-ixn`, waitsFor: 'Dependencies' },
      { object: `Deployment ${name}-ixn-node`, waitsFor: 'Dependencies' },
      { object: `Deployment ${name}-vq-node`, waitsFor: 'Dependencies' },
    ]);
    expect(await namespace.list('services')).not.toEqual([]);
    expect(await namespace.list('pods')).toEqual([]);

    await voiceRq.start();
    const ready = await untilReady(namespace, name);
    expect(rowOf(ready)['state']).toBe('Reachable');
    expect(ready['status'].pending).toBeUndefined();
  });

  it('restarts nothing that serves before it answers', async () => {
    await voiceRq.stop();
    await untilInstance(namespace, name, 'tells that it fails', (_, instance) => {
      return rowOf(instance)['state'] === 'Unreachable';
    });
    const before = await ixnGeneration();
    await setTag('2');
    await untilWaiting();
    expect(await ixnGeneration()).toBe(before);
    await voiceRq.start();
    await untilReady(namespace, name);
    expect(await ixnGeneration()).not.toBe(before);
    await voiceRq.stop();
  });

  it('goes all the same when the user says so', async () => {
    const before = await ixnGeneration();
    await untilInstance(namespace, name, 'tells that it fails', (_, instance) => {
      return rowOf(instance)['state'] === 'Unreachable';
    });
    await setTag('3');
    const waiting = await untilWaiting();
    const annotations = { 'ixn.operators.dev/apply-pending': waiting['status'].pending.id };
    await namespace.patch('interactionservers', name, { metadata: { annotations } });
    const ready = await untilReady(namespace, name);
    expect(await ixnGeneration()).not.toBe(before);
    expect(rowOf(ready)['state']).toBe('Unreachable');
  });
});
