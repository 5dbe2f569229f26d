import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { conditionsOf, convergedCluster, createFakeCluster, type FakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

const resources = { requests: { cpu: '30m' } };
const autoscaled = interactionServer({
  spec: { ixnVQNode: { resources, autoscaling: { minReplicas: 2, maxReplicas: 9 } } },
});

function count(pods: number) {
  return { wanted: pods, replicas: pods, readyReplicas: pods, updatedReplicas: pods };
}

function summaryOf(cluster: FakeCluster): string | undefined {
  return cluster.status()?.summary?.ixnVQNode;
}

describe('reconcile of an instance with an autoscaler', () => {
  it('makes the autoscaler when there is something to scale', async () => {
    const cluster = createFakeCluster(autoscaled);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.writesSinceLastLook().slice(-3)).toEqual([
      'create Deployment tenant-100-vq-node',
      'create HorizontalPodAutoscaler tenant-100-vq-node',
      'status',
    ]);
    expect(summaryOf(cluster)).toBe('0/2');
  });

  it('wants as many pods as the autoscaler does, and writes none of them', async () => {
    const cluster = await convergedCluster(autoscaled);
    cluster.rollWorkload('ixnVQNode', { generation: 2, observedGeneration: 2, ...count(5), readyReplicas: 3 });
    await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=Unknown RollingOut', 'Reconciling=True RollingOut']);
    cluster.rollWorkload('ixnVQNode', { generation: 2, observedGeneration: 2, ...count(5) });
    await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=True Converged']);
    expect(summaryOf(cluster)).toBe('5/5');
    expect(cluster.writesSinceLastLook()).toEqual(['status', 'status']);
  });

  it('says how many there are while its spec is invalid, too: the autoscaler works on', async () => {
    const cluster = await convergedCluster(autoscaled);
    cluster.change((resource) => ({ ...resource, spec: {} }));
    cluster.rollWorkload('ixnVQNode', { generation: 2, observedGeneration: 2, ...count(5) });
    await reconcile(cluster.ref, cluster.ports);
    expect(summaryOf(cluster)).toBe('5/5');
  });
});
