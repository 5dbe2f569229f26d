import { setTimeout as sleep } from 'node:timers/promises';

/** How long a program is left alone after its start, and after its work, before it counts as settled. */
export const settleMs = { start: 3_000, work: 10_000 } as const;

const sampleEveryMs = 1_000;

/** Leaves a program alone for a while; the least of what is measured meanwhile, in which the least garbage is. */
export async function leastWhileSettling(forMs: number, measure: () => Promise<number>): Promise<number> {
  const deadline = performance.now() + forMs;
  let least = Number.POSITIVE_INFINITY;
  while (performance.now() < deadline) {
    least = Math.min(least, await measure());
    await sleep(sampleEveryMs);
  }
  return least;
}
