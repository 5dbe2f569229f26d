import { beforeAll, describe, expect, it } from 'vitest';
import { workloads } from '@ixn/connections';
import { type Instance, applyInstance, newInstance, podsOf, untilReady } from '../src/instance.ts';
import { openScene } from '../src/scene.ts';

const scene = openScene();
let instance: Instance;

beforeAll(async () => {
  instance = newInstance(scene, 'ready');
  await applyInstance(scene, instance, { ixnVQNode: { replicas: 2 } });
  await untilReady(scene, instance);
});

describe('an instance on a real cluster', () => {
  it('becomes Ready when the kubelet finds every container ready by its probes', async () => {
    const pods = (await Promise.all(workloads.map((workload) => podsOf(scene, instance, workload)))).flat();
    expect(pods).toHaveLength(4);
    for (const { spec, status } of pods) {
      expect(status?.conditions).toContainEqual(expect.objectContaining({ type: 'Ready', status: 'True' }));
      for (const container of spec?.containers ?? []) expect(container.readinessProbe?.httpGet).toBeDefined();
      for (const { restartCount } of status?.containerStatuses ?? []) expect(restartCount).toBe(0);
    }
  });
});
