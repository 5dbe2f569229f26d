import { setTimeout as sleep } from 'node:timers/promises';
import { measureGoPeer } from './measure-go-peer.ts';
import { timeoutMs } from './measure-operator.ts';
import { measureLimit } from './limit.ts';
import { deploymentsEach, untilDeploymentsReady } from './progress.ts';
import type { Scene } from './scene.ts';
import { settleMs } from './settle.ts';
import { withWarmScene } from './warm-scene.ts';

/** What is tried: writes at a time of the bare loop, and workers of the Go peer. */
const tried = { limit: [8, 16, 32], go: [16, 32, 64, 128] } as const;
const mostInstances = 40;

/** What suits the bare loop and the Go peer best; each is measured with that. */
export interface Concurrencies {
  readonly limitConcurrency: number;
  readonly goWorkers: number;
}

/** Tries some with few instances, each contestant on a scene of its own and each number in a namespace of its own. */
export async function chooseConcurrencies(
  binary: string,
  count: number,
  say: (line: string) => void,
): Promise<Concurrencies> {
  const instances = Math.min(count, mostInstances);
  const best = (
    name: string,
    numbers: readonly number[],
    measure: (scene: Scene, concurrency: number) => Promise<number>,
  ) =>
    withWarmScene(async (scene) => {
      const trials: { readonly concurrency: number; readonly seconds: number }[] = [];
      for (const concurrency of numbers) {
        const namespace = `at-a-time-${concurrency}`;
        await scene.createNamespace(namespace);
        const trialScene = { ...scene, namespace };
        const seconds = await measure(trialScene, concurrency);
        say(`trial with ${instances} instances: ${name}, ${concurrency} at a time: ${seconds.toFixed(2)} s`);
        trials.push({ concurrency, seconds });
        // The next one must not share the processors with the pods of this one.
        await untilDeploymentsReady(trialScene, deploymentsEach * instances, timeoutMs(instances));
        await sleep(settleMs.work);
      }
      return trials.toSorted((first, second) => first.seconds - second.seconds)[0]?.concurrency ?? 0;
    });
  const limitConcurrency = await best('bare loop', tried.limit, (scene, concurrency) =>
    measureLimit(scene, instances, concurrency),
  );
  const goWorkers = await best('Go peer', tried.go, async (scene, workers) => {
    const run = await measureGoPeer(scene, binary, instances, workers);
    return run.seconds;
  });
  return { limitConcurrency, goWorkers };
}
