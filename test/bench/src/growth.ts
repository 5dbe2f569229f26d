import { measureGoPeer } from './measure-go-peer.ts';
import { measureOperator } from './measure-operator.ts';
import type { GrowthPoint } from './results.ts';
import { withWarmScene } from './warm-scene.ts';

/** With so many the Go peer is measured, too: the aim for memory is about a thousand. */
const comparedInstances = 1_000;
const goWorkers = 32;

/** Measures the operator with more and more instances, one run each; gives each point to `found` as soon as there is one. */
export async function measureGrowth(
  {
    bundle,
    binary,
    instances,
  }: { readonly bundle: string; readonly binary: string; readonly instances: readonly number[] },
  found: (point: GrowthPoint) => void,
): Promise<void> {
  for (const count of instances) {
    const run = await withWarmScene((scene) => measureOperator(scene, bundle, count));
    const { seconds: operatorSeconds, readySeconds, cpuSeconds, settledRssBytes, heapBytesPerInstance } = run;
    const point = {
      instances: count,
      operatorSeconds,
      readySeconds,
      cpuSeconds,
      settledRssBytes,
      heapBytesPerInstance,
    };
    found(point);
    if (count !== comparedInstances) continue;
    const go = await withWarmScene((scene) => measureGoPeer(scene, binary, count, goWorkers));
    found({ ...point, goSettledRssBytes: go.settledRssBytes });
  }
}
