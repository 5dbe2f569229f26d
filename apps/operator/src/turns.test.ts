import { describe, expect, it } from 'vitest';
import { createTurns } from './turns.ts';

/** Takes turns of the given ranks while one piece of work is under way; gives them in the order in which they had theirs. */
async function orderOf(ranks: readonly number[]): Promise<readonly string[]> {
  const turns = createTurns(1);
  const { promise: first, resolve: endFirst } = Promise.withResolvers<void>();
  const order: string[] = [];
  const all = [
    turns.take(9, () => first),
    ...ranks.map((rank, index) => turns.take(rank, async () => void order.push(`${rank} ${index}`))),
  ];
  endFirst();
  await Promise.all(all);
  return order;
}

describe('turns', () => {
  it('go to the lowest rank first', async () => {
    expect(await orderOf([3, 0, 5, 1])).toEqual(['0 1', '1 3', '3 0', '5 2']);
  });

  it('go to those of one rank as they came', async () => {
    expect(await orderOf([2, 1, 2, 1])).toEqual(['1 1', '1 3', '2 0', '2 2']);
  });

  it('are had by no more at a time than was said', async () => {
    const turns = createTurns(3);
    let now = 0;
    let most = 0;
    const work = async () => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => turns.take(0, work)));
    expect(most).toBe(3);
  });

  it('give what the work gives, and go on after work that failed', async () => {
    const turns = createTurns(1);
    await expect(turns.take(0, () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(await turns.take(0, async () => 'done')).toBe('done');
  });
});
