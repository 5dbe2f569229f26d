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

  it.each(workloads)(
    'runs %s as a user who is not root, on a file system that nobody can write to',
    async (workload) => {
      const script = `
      let write = 'done';
      try { require('node:fs').writeFileSync('/written', ''); } catch (error) { write = error.code; }
      console.log(JSON.stringify({ uid: process.getuid(), gid: process.getgid(), write }));`;
      for (const { metadata } of await podsOf(scene, instance, workload)) {
        const exec = ['exec', '-n', instance.namespace, metadata?.name ?? '', '--', 'node', '-e', script];
        expect(JSON.parse(await scene.kubectl.run(exec))).toEqual({ uid: 500, gid: 500, write: 'EROFS' });
      }
    },
  );
});
