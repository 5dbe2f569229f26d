import { beforeAll, describe, expect, it } from 'vitest';
import { workloads } from '@ixn/connections';
import { applyInstance, newInstance, podsOf, untilReady } from '../src/instance.ts';
import { openScene } from '../src/scene.ts';

const scene = openScene();
const instance = newInstance(scene, 'unprivileged');

beforeAll(async () => {
  await applyInstance(scene, instance);
  await untilReady(scene, instance);
});

describe('an instance in the containers of a real cluster', () => {
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
