import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel.ts';

describe('work in parallel', () => {
  it('does every item once, and never more than so many at a time', async () => {
    const done: number[] = [];
    let working = 0;
    let most = 0;
    await inParallel([1, 2, 3, 4, 5], 2, async (item) => {
      working += 1;
      most = Math.max(most, working);
      await Promise.resolve();
      working -= 1;
      done.push(item);
    });
    expect({ done: done.toSorted((a, b) => a - b), most }).toEqual({ done: [1, 2, 3, 4, 5], most: 2 });
  });

  it('rejects with what went wrong', async () => {
    await expect(inParallel([1], 2, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
