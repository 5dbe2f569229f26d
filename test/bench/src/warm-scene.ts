import { setTimeout as sleep } from 'node:timers/promises';
import { measureLimit } from './limit.ts';
import { type Scene, withScene } from './scene.ts';

const warmUp = { namespace: 'warm-up', instances: 5, concurrency: 5 };
/** Controllers go on for a while after a start; nobody must have to share the processors with that. */
const calmMs = 5_000;

/** A scene in which everything was asked for once: the first request of each kind takes an API server up to seconds. */
export function withWarmScene<T>(use: (scene: Scene) => Promise<T>): Promise<T> {
  return withScene(async (scene) => {
    await scene.createNamespace(warmUp.namespace);
    await measureLimit({ ...scene, namespace: warmUp.namespace }, warmUp.instances, warmUp.concurrency);
    await sleep(calmMs);
    return use(scene);
  });
}
