import { describe, expect, it } from 'vitest';
import {
  closeScene,
  type Crash,
  crashAt,
  type CrashScene,
  openScene,
  record,
  type Stage,
} from '../src/crash-harness.ts';
import { changes, creation } from '../src/crash-stages.ts';
import { buildNext } from '../src/next-build.ts';
import { sampleSecret } from '../src/samples.ts';

/** 1 kills the operator at every write; a greater number only at every so many-th, for runs that must not take long. */
const stride = Number(process.env['CRASH_STRIDE'] ?? 8);

describe.concurrent('an operator that is killed', () => {
  it.each(['before', 'after'] as const)(
    'right %s any of its writes ends in the same place when it is started again',
    async (when) => {
      const next = await buildNext();
      const scene = await openScene(`crash-${when}`, next.bundle);
      try {
        await scene.namespace.apply(sampleSecret());
        const created = await crashAtEach(scene, creation, when);
        await record(scene, creation.acts[0]);
        const changed: readonly string[][] = await inTurn(changes, (stage) => crashAtEach(scene, stage, when));
        const struck = [created, ...changed].flat();
        console.log(`killed ${when} ${struck.length} writes (stride ${stride})`);
        expect(struck.length).toBeGreaterThan(Math.floor(35 / stride));
        expect(scene.ixnPods.most()).toBe(1);
      } finally {
        await closeScene(scene);
        await next.remove();
      }
    },
    3_600_000,
  );
});

/** Records the acts, and then kills the operator at each write of each until there is none of that number. Gives the writes. */
async function crashAtEach(scene: CrashScene, stage: Stage, when: Crash['when']): Promise<string[]> {
  const { name, before, acts } = stage;
  if (before !== undefined) await record(scene, before);
  const recordings = await inTurn(acts, (act) => record(scene, act));
  const most = Math.max(...recordings.map(({ writes }) => writes.length));
  const struck: string[] = [];
  // How often a status is written depends on how pods come up: there may be more writes than were recorded.
  for (let write = 1, reached = false; write <= most || reached; write += stride) {
    const found = await inTurn(recordings, (recorded, at) =>
      crashAt(scene, recorded, { write, when }).catch((error: unknown) => {
        throw new Error(`${name}, act ${at + 1}, killed ${when} write ${write}`, { cause: error });
      }),
    );
    struck.push(...found.filter((one) => one !== undefined));
    reached = stride === 1 && found.some((one) => one !== undefined);
  }
  console.log(`${name}: killed ${when} ${struck.length} writes`);
  return struck;
}

/** One after the other, as each needs the place that the one before has led to. */
async function inTurn<A, B>(items: readonly A[], act: (item: A, at: number) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (const [at, item] of items.entries()) results.push(await act(item, at));
  return results;
}
