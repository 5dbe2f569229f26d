import { describe, expect, it } from 'vitest';
import { createOneAtATime } from './one-at-a-time.ts';

describe('createOneAtATime', () => {
  const { signal } = new AbortController();

  it('begins a work when the one before it has ended, well or badly', async () => {
    const inTurn = createOneAtATime();
    const first = Promise.withResolvers<string>();
    const begun: string[] = [];
    const one = inTurn(() => first.promise, signal);
    const two = inTurn(() => Promise.resolve(begun.push('two')), signal);
    await new Promise(setImmediate);
    expect(begun).toEqual([]);
    first.reject(new Error('no'));
    await expect(one).rejects.toThrow('no');
    expect(await two).toBe(1);
  });

  it('does not begin what nobody waits for any more', async () => {
    const inTurn = createOneAtATime();
    const controller = new AbortController();
    let begun = 0;
    const first = Promise.withResolvers<void>();
    const one = inTurn(() => first.promise, signal);
    const two = inTurn(async () => void (begun += 1), controller.signal);
    controller.abort(new Error('too late'));
    first.resolve();
    await one;
    await expect(two).rejects.toThrow('too late');
    expect(begun).toBe(0);
  });
});
