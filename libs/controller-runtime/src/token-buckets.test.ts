import { describe, expect, it } from 'vitest';
import { createTokenBuckets } from './token-buckets.ts';

describe('token buckets', () => {
  it('give a burst and then one after each pause, apart for each key', () => {
    const buckets = createTokenBuckets(3, 100);
    const takes = (key: string, nowMs: number, count: number) =>
      Array.from({ length: count }, () => buckets.take(key, nowMs)).filter(Boolean).length;
    expect([takes('a', 0, 5), takes('a', 99, 1), takes('a', 100, 2), takes('b', 100, 5)]).toEqual([3, 0, 1, 3]);
  });

  it('never hold more than the burst, nor lose what they have when the clock is set back', () => {
    const buckets = createTokenBuckets(2, 100);
    buckets.take('a', 1_000);
    const taken = [buckets.take('a', 500), buckets.take('a', 500), buckets.take('a', 100_000)];
    expect(taken).toEqual([true, false, true]);
  });

  it('forget the keys that have not been used until they were full again', () => {
    const buckets = createTokenBuckets(2, 100);
    for (let n = 0; n < 50; n += 1) {
      buckets.take(`key-${n}`, n);
    }
    buckets.take('last', 10_000);
    expect(buckets.size()).toBe(1);
  });
});
