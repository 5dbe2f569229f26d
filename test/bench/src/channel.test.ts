import { describe, expect, it } from 'vitest';
import { createChannel } from './channel.ts';

describe('a channel', () => {
  it('hands on what came before and what comes after, in order, until the end', async () => {
    const channel = createChannel<number>();
    channel.push(1);
    const taken: number[] = [];
    const taking = (async () => {
      for await (const item of channel.items()) taken.push(item);
    })();
    channel.push(2);
    await Promise.resolve();
    channel.push(3);
    channel.end();
    await taking;
    expect(taken).toEqual([1, 2, 3]);
  });
});
