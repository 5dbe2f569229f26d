import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { annotate, customised, edit, newImages, renderOtherwise } from './edits.testing.ts';
import { convergedCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

describe('a restart', () => {
  it('is told with its cause and what changes in the pods, of each workload when its turn has come', async () => {
    const cluster = await convergedCluster(interactionServer());
    edit(cluster, { spec: newImages });
    const first = await reconcile(cluster.ref, cluster.ports);
    const image = (container: string) => [`spec.containers[${container}].image`];
    expect(first?.restarted).toEqual([
      {
        workload: 'ixnServer',
        object: 'StatefulSet tenant-100-ixn',
        cause: 'SpecChanged',
        fields: image('ixn-server'),
      },
    ]);
    cluster.roll({ generation: 2, observedGeneration: 2 });
    const second = await reconcile(cluster.ref, cluster.ports);
    expect(second?.restarted.map(({ workload, fields }) => [workload, fields])).toEqual([
      ['ixnNode', image('ixn-node')],
      ['ixnVQNode', image('vq-node')],
    ]);
    expect(cluster.eventsSinceLastLook().filter((reason) => reason === 'Restarting')).toHaveLength(3);
  });

  it('is told only when it could be written', async () => {
    const cluster = await convergedCluster(interactionServer());
    edit(cluster, { spec: { ixnServer: newImages.ixnServer } });
    cluster.failWrites((write) => (write.startsWith('update') ? { kind: 'failed', message: 'no answer' } : undefined));
    const result = await reconcile(cluster.ref, cluster.ports);
    expect([result?.restarted, cluster.eventsSinceLastLook()]).toEqual([[], []]);
  });

  it('is none where no pod is to be, nor where only the number of pods changes', async () => {
    const cluster = await convergedCluster(interactionServer());
    edit(cluster, { spec: { ixnVQNode: { replicas: 2 } } });
    expect((await reconcile(cluster.ref, cluster.ports))?.restarted).toEqual([]);
    edit(cluster, { spec: { ixnVQNode: { ...newImages.ixnVQNode, replicas: 0 } } });
    expect((await reconcile(cluster.ref, cluster.ports))?.restarted).toEqual([]);
  });

  it('that waits is told once, and again when it waits for another thing', async () => {
    const cluster = await convergedCluster(interactionServer({ spec: customised }));
    renderOtherwise(cluster);
    await reconcile(cluster.ref, cluster.ports);
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.eventsSinceLastLook()).toEqual(['OperatorUpdated']);
    annotate(cluster, { 'ixn.operators.dev/pause': 'Disruptive' });
    await reconcile(cluster.ref, cluster.ports);
    expect(cluster.eventsSinceLastLook()).toEqual(['Paused']);
  });
});
