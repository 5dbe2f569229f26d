import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

describe('creating and changing an instance', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('create');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('tenant-1'));
  });
  afterAll(() => operator.stop());

  it('makes every object of the instance, and the instance becomes Ready', async () => {
    const instance = await untilReady(namespace, 'tenant-1');
    expect(instance['status'].summary).toEqual({
      ixnServer: '1/1',
      ixnNode: '1/1',
      ixnVQNode: '2/2',
      connections: '11/19',
    });
    expect(conditionsOf(instance)).toMatchObject({
      Ready: { status: 'True', reason: 'Converged' },
      Available: { status: 'True', reason: 'Serving' },
      IxnServerReady: { status: 'True' },
      IxnNodeReady: { status: 'True' },
      IxnVQNodeReady: { status: 'True' },
    });
    expect(conditionsOf(instance)).not.toHaveProperty('Reconciling');
    expect(conditionsOf(instance)).not.toHaveProperty('Stalled');
    const names = async (resource: string) => {
      const objects = await namespace.list(resource, 'app.kubernetes.io/instance=tenant-1');
      expect(objects.map((object) => object.metadata.ownerReferences?.[0]?.uid)).toEqual(
        objects.map(() => instance.metadata.uid),
      );
      return objects.map((object) => object.metadata.name).toSorted();
    };
    const workloads = ['tenant-1-ixn', 'tenant-1-ixn-node', 'tenant-1-vq-node'];
    expect(await names('statefulsets')).toEqual(['tenant-1-ixn']);
    expect(await names('deployments')).toEqual(['tenant-1-ixn-node', 'tenant-1-vq-node']);
    expect(await names('services')).toEqual(
      ['tenant-1-ixn', 'tenant-1-ixn-headless', ...workloads.slice(1)].toSorted(),
    );
    expect(await names('configmaps')).toEqual(workloads);
    expect(await names('serviceaccounts')).toEqual(workloads);
  });

  it('shows the instance in kubectl get, explain and wait as users expect', async () => {
    const get = await namespace.kubectl(['get', 'ixn']);
    expect(get.stdout).toMatch(
      /NAME +READY +REASON +IXN +NODE +VQ +CONNECTIONS +AGE\ntenant-1 +True +Converged +1\/1 +1\/1 +2\/2 +11\/19 /,
    );
    const explain = await namespace.kubectl(['explain', 'ixn.spec.ixnServer.ports']);
    expect(explain.stdout).toContain('Port of the IXN protocol (connections 2, 3, 4 and 18).');
    const wait = await namespace.kubectl(['wait', '--for=condition=Ready', 'ixn/tenant-1', '--timeout=20s']);
    expect(wait.stdout).toContain('condition met');
  });

  it('rolls the workload whose image changes, and no other', async () => {
    const podsBefore = await podsByWorkload(namespace);
    await namespace.patch('interactionservers', 'tenant-1', {
      spec: { ixnNode: { image: { tag: '100.0.008.0502' } } },
    });
    const instance = await untilReady(namespace, 'tenant-1');
    expect(instance.metadata.generation).toBe(2);
    const podsAfter = await podsByWorkload(namespace);
    expect(podsAfter['ixn-server']).toEqual(podsBefore['ixn-server']);
    expect(podsAfter['vq-node']).toEqual(podsBefore['vq-node']);
    expect(podsAfter['ixn-node']).not.toEqual(podsBefore['ixn-node']);
    const [pod] = await namespace.list('pods', 'app.kubernetes.io/component=ixn-node');
    expect(pod?.['spec'].containers[0].image).toBe('registry.example.com/ixn/ixn_node:100.0.008.0502');
  });

  it('says Unknown, not False, while a change rolls out', async () => {
    const seen = new Set<string>();
    await namespace.patch('interactionservers', 'tenant-1', { spec: { ixnVQNode: { image: { tag: 'next' } } } });
    await untilInstance(namespace, 'tenant-1', 'has rolled out', ({ Ready }) => {
      seen.add(Ready?.status ?? 'none');
      return Ready?.status === 'True';
    });
    expect(seen).not.toContain('False');
  });

  it('leaves nothing behind when the instance is deleted', async () => {
    await namespace.delete('interactionservers', 'tenant-1');
    for (const resource of ['statefulsets', 'deployments', 'pods', 'services', 'configmaps', 'serviceaccounts']) {
      const selector = 'app.kubernetes.io/instance=tenant-1';
      await expect.poll(() => namespace.list(resource, selector), { timeout: 20_000 }).toEqual([]);
    }
  });
});

/** UIDs of the pods, by component. */
async function podsByWorkload(namespace: TestNamespace): Promise<Readonly<Record<string, readonly string[]>>> {
  const pods = await namespace.list('pods', 'app.kubernetes.io/instance=tenant-1');
  const byWorkload = Object.groupBy(pods, (pod) => pod.metadata.labels?.['app.kubernetes.io/component'] ?? '');
  return Object.fromEntries(
    Object.entries(byWorkload).map(([workload, found]) => [
      workload,
      (found ?? []).map((pod) => pod.metadata.uid).toSorted(),
    ]),
  );
}
