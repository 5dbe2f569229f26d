import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { type ControlPlane, installDefinitions, podAnnotations, poll, startControlPlane } from '@ixn/control-plane';
import { countsOf } from '@ixn/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject } from '../src/cluster.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const nodes = ['node-a', 'node-b', 'node-c'];

function annotatedPods(annotations: Readonly<Record<string, string>>) {
  return { podTemplate: { metadata: { annotations } } };
}

/** These tests label and drain nodes, so they have a cluster of their own. */
describe('the pods of an instance', () => {
  let controlPlane: ControlPlane;
  let operator: RunningOperator;

  beforeAll(async () => {
    controlPlane = await startControlPlane({ nodes });
    await installDefinitions(controlPlane, resolve(import.meta.dirname, '../../../crds'));
    operator = await startOperator(['default'], [], controlPlane.kubeconfig);
    await kubectl(['apply', '-f', '-'], sampleSecret());
  });
  afterAll(async () => {
    await operator?.stop();
    await controlPlane?.stop();
  });

  async function kubectl(args: readonly string[], stdin?: object): Promise<string> {
    const { exitCode, stdout, stderr } = await controlPlane.kubectl(
      args,
      stdin === undefined ? {} : { stdin: JSON.stringify(stdin) },
    );
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  }

  async function apply(name: string, ixnVQNode: object): Promise<void> {
    const sample = sampleInstance(name);
    const tenant = { id: randomUUID(), sid: '1' };
    const spec = { ...sample.spec, tenant, ixnVQNode: { ...sample.spec.ixnVQNode, ...ixnVQNode } };
    await kubectl(['apply', '-f', '-'], { ...sample, spec });
  }

  async function podsOf(name: string, component = 'vq-node'): Promise<readonly AnyObject[]> {
    const selector = `app.kubernetes.io/instance=${name},app.kubernetes.io/component=${component}`;
    const { items }: { readonly items: readonly AnyObject[] } = JSON.parse(
      await kubectl(['get', 'pods', '-l', selector, '-o', 'json']),
    );
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  const untilReady = (name: string) => kubectl(['wait', '--for=condition=Ready', `ixn/${name}`, '--timeout=60s']);
  const nodesOf = async (name: string) => (await podsOf(name)).map((pod) => String(pod['spec'].nodeName));

  /** Asks for the eviction of a pod, as a drain does; the status of the answer. */
  async function evict({ metadata: { name } }: AnyObject): Promise<number> {
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } };
    const path = `/api/v1/namespaces/default/pods/${name}/eviction`;
    return (await controlPlane.request({ method: 'POST', path, body })).status;
  }

  /** Waits until the budget allows as many evictions as this. */
  const untilAllowed = (name: string, disruptions: number) =>
    poll({ until: `${name} allows ${disruptions} disruptions`, timeoutMs: 20_000 }, async () => {
      const found: AnyObject = JSON.parse(
        await kubectl(['get', 'poddisruptionbudget', `${name}-vq-node`, '-o', 'json']),
      );
      const { disruptionsAllowed, observedGeneration } = found['status'] ?? {};
      return observedGeneration === found.metadata.generation && disruptionsAllowed === disruptions ? true : undefined;
    });

  it('are spread evenly over the nodes of a cluster that knows no zones', async () => {
    await apply('spread', { replicas: 6 });
    await untilReady('spread');
    expect(countsOf(await nodesOf('spread'))).toEqual({ 'node-a': 2, 'node-b': 2, 'node-c': 2 });
  });

  it('are spread as evenly by an update', async () => {
    const before = await podsOf('spread');
    await kubectl(['patch', 'ixn/spread', '--type=merge', '-p', '{"spec":{"ixnVQNode":{"image":{"tag":"next"}}}}']);
    await kubectl(['rollout', 'status', 'deployment/spread-vq-node', '--timeout=60s']);
    await untilReady('spread');
    const after = await podsOf('spread');
    expect(after.map(({ metadata }) => metadata.uid)).not.toContain(before[0]?.metadata.uid);
    expect(countsOf(await nodesOf('spread'))).toEqual({ 'node-a': 2, 'node-b': 2, 'node-c': 2 });
  }, 90_000);

  it('are spread over zones as well as over nodes, where there are zones', async () => {
    const zones = { 'node-a': 'one', 'node-b': 'one', 'node-c': 'two' } as const;
    for (const [node, zone] of Object.entries(zones)) {
      await kubectl(['label', 'node', node, `topology.kubernetes.io/zone=${zone}`]);
    }
    await apply('zoned', { replicas: 4, ...annotatedPods({ [podAnnotations.readyAfter]: '3s' }) });
    await untilReady('zoned');
    expect(countsOf(await nodesOf('zoned'))).toEqual({ 'node-a': 1, 'node-b': 1, 'node-c': 2 });
  });

  it('go one at a time where there are several', async () => {
    await untilAllowed('zoned', 1);
    const [one, other] = await podsOf('zoned');
    if (one === undefined || other === undefined) throw new Error('there are no two pods');
    const answers = await Promise.all([evict(one), evict(other)]);
    expect(answers.toSorted()).toEqual([201, 429]);
    await untilReady('zoned');
  });

  it('go all at once while none is ready, as they serve nobody', async () => {
    await apply('unready', { replicas: 2, ...annotatedPods({ [podAnnotations.ready]: 'false' }) });
    await poll({ until: 'two pods run', timeoutMs: 20_000 }, async () => {
      const running = (await podsOf('unready')).filter((pod) => pod['status'].phase === 'Running');
      return running.length === 2 ? true : undefined;
    });
    await untilAllowed('unready', 0);
    expect(await Promise.all((await podsOf('unready')).map(evict))).toEqual([201, 201]);
  });

  it('leave a node that is drained, those that are alone included, and run elsewhere', async () => {
    await apply('alone', { replicas: 1 });
    await untilReady('alone');
    const [pod] = await podsOf('alone');
    const node = String(pod?.['spec'].nodeName);
    await kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=60s']);
    await untilReady('alone');
    for (const name of ['alone', 'zoned']) expect(await nodesOf(name)).not.toContain(node);
    await kubectl(['uncordon', node]);
  }, 90_000);
});
