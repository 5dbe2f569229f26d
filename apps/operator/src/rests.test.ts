import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRests } from './rests.ts';

const restMs = 250;

describe('a key', () => {
  const due: string[] = [];
  const rests = createRests({ firstMs: restMs, longestMs: 3 * restMs }, (key) => due.push(key));
  const worked = async () => undefined;

  beforeEach(() => {
    vi.useFakeTimers();
    due.length = 0;
  });
  afterEach(() => {
    rests.clear();
    vi.useRealTimers();
  });

  it('that nobody worked on is due at once', () => {
    rests.add('voice/a');
    expect(due).toEqual(['voice/a']);
  });

  it('that comes while it is worked on is due once, when it has rested', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const working = rests.around('voice/a', () => promise);
    rests.add('voice/a');
    rests.add('voice/a');
    resolve();
    await working;
    vi.advanceTimersByTime(restMs - 1);
    expect(due).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(due).toEqual(['voice/a']);
  });

  it('that has rested is due at once', async () => {
    await rests.around('voice/a', worked);
    vi.advanceTimersByTime(restMs);
    expect(due).toEqual([]);
    rests.add('voice/a');
    expect(due).toEqual(['voice/a']);
  });

  it('rests after work that threw, too', async () => {
    await expect(rests.around('voice/a', () => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    rests.add('voice/a');
    expect(due).toEqual([]);
    vi.advanceTimersByTime(restMs);
    expect(due).toEqual(['voice/a']);
  });

  it('that is worked on again before it has rested is due after that', async () => {
    await rests.around('voice/a', worked);
    vi.advanceTimersByTime(restMs - 1);
    await rests.around('voice/a', worked);
    rests.add('voice/a');
    vi.advanceTimersByTime(restMs - 1);
    expect(due).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(due).toEqual(['voice/a']);
  });

  it('rests longer each time that something has come meanwhile, up to a limit, and shortly again after quiet', async () => {
    for (const ms of [1, 2, 3, 3].map((times) => times * restMs)) {
      await rests.around('voice/a', worked);
      rests.add('voice/a');
      due.length = 0;
      vi.advanceTimersByTime(ms - 1);
      expect(due).toEqual([]);
      vi.advanceTimersByTime(1);
      expect(due).toEqual(['voice/a']);
    }
    await rests.around('voice/a', worked);
    vi.advanceTimersByTime(3 * restMs);
    await rests.around('voice/a', worked);
    rests.add('voice/a');
    due.length = 0;
    vi.advanceTimersByTime(restMs);
    expect(due).toEqual(['voice/a']);
  });

  it('keeps no other one from being due', async () => {
    await rests.around('voice/a', worked);
    rests.add('voice/b');
    expect(due).toEqual(['voice/b']);
  });

  it('is forgotten when all is cleared', async () => {
    await rests.around('voice/a', worked);
    rests.add('voice/a');
    rests.clear();
    vi.advanceTimersByTime(restMs);
    expect(due).toEqual([]);
  });
});
