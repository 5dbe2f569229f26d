import { describe, expect, it } from 'vitest';
import { createWaitingLine } from './waiting-line.ts';

/** A line of items such as `a1`, of party `a`; each runs until it is ended. */
function lineOf(maxAtOnce: number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const line = createWaitingLine<string>(
    maxAtOnce,
    (item) => item.slice(0, 1),
    (item) => {
      begun.push(item);
      const { promise, resolve } = Promise.withResolvers<void>();
      ends.set(item, resolve);
      return promise;
    },
  );
  const end = async (item: string) => {
    ends.get(item)?.();
    await new Promise((resolve) => void setImmediate(resolve));
  };
  return { line, begun, end };
}

describe('a waiting line', () => {
  it('lets parties take turns, however much one of them has', async () => {
    const { line, begun, end } = lineOf(1);
    for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) line.add(item);
    for (const item of ['a1', 'a2', 'b1', 'c1', 'a3']) await end(item);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'c2']);
  });

  it('runs no more at once than it may', async () => {
    const { line, begun, end } = lineOf(2);
    for (const item of ['a1', 'a2', 'a3', 'b1']) line.add(item);
    expect(line.counts()).toEqual({ running: 2, waiting: 2 });
    await end('a1');
    expect(begun).toEqual(['a1', 'a2', 'a3']);
    for (const item of ['a2', 'a3', 'b1']) await end(item);
    expect(line.counts()).toEqual({ running: 0, waiting: 0 });
  });

  it('takes an item once, and lets it go', async () => {
    const { line, begun, end } = lineOf(1);
    for (const item of ['a1', 'b1', 'b1', 'b2', 'c1']) line.add(item);
    line.remove('b2');
    line.remove('c1');
    line.remove('a1');
    expect(line.counts()).toEqual({ running: 1, waiting: 1 });
    await end('a1');
    await end('b1');
    expect(begun).toEqual(['a1', 'b1']);
  });
});
