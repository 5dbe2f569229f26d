import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock.testing.ts';
import { createWorkQueue } from './work-queue.ts';

function queueWithClock() {
  const clock = createManualClock();
  return { clock, queue: createWorkQueue({ ...clock, backoff: { baseMs: 10, maxMs: 1000 } }) };
}

describe('a work queue', () => {
  it('hands out keys in the order of their arrival, each once', async () => {
    const { queue } = queueWithClock();
    for (const key of ['b', 'a', 'b', 'c', 'a']) {
      queue.add(key);
    }
    expect(queue.depth()).toBe(3);
    expect([await queue.take(), await queue.take(), await queue.take()]).toEqual(['b', 'a', 'c']);
  });

  it('gives a key to a worker that already waits', async () => {
    const { queue } = queueWithClock();
    const taken = queue.take();
    queue.add('a');
    expect(await taken).toBe('a');
  });

  it('keeps a key back while it is being worked, and hands it out once more after that', async () => {
    const { queue } = queueWithClock();
    queue.add('a');
    await queue.take();
    queue.add('a');
    queue.add('a');
    queue.add('b');
    expect(await queue.take()).toBe('b');
    expect(queue.depth()).toBe(0);
    queue.done('a');
    expect(await queue.take()).toBe('a');
    queue.done('a');
    expect(queue.depth()).toBe(0);
  });

  it('puts a key that is always dirty behind the others', async () => {
    const { queue } = queueWithClock();
    queue.add('busy');
    queue.add('quiet');
    await queue.take();
    queue.add('busy');
    queue.done('busy');
    expect(await queue.take()).toBe('quiet');
  });

  it('adds a delayed key at the earliest of its delays, once', async () => {
    const { clock, queue } = queueWithClock();
    queue.addAfter('a', 500);
    queue.addAfter('a', 100);
    queue.addAfter('a', 300);
    clock.advance(99);
    expect(queue.depth()).toBe(0);
    clock.advance(1);
    expect(queue.depth()).toBe(1);
    clock.advance(1000);
    expect([await queue.take(), queue.depth(), clock.pending()]).toEqual(['a', 0, 0]);
  });

  it('forgets a delay when the key is taken before, but not one that is set while it is worked', async () => {
    const { clock, queue } = queueWithClock();
    queue.addAfter('a', 500);
    queue.add('a');
    await queue.take();
    expect(clock.pending()).toBe(0);
    queue.addAfter('a', 200);
    queue.done('a');
    clock.advance(200);
    expect(queue.depth()).toBe(1);
  });

  it('clamps delays that no timer can hold', () => {
    const { clock, queue } = queueWithClock();
    queue.addAfter('a', 1e12);
    clock.advance(2 ** 31 - 1);
    expect(queue.depth()).toBe(1);
  });

  it('doubles the back-off of a key up to the maximum, apart from other keys, until it is forgotten', async () => {
    const { queue } = queueWithClock();
    const delays = Array.from({ length: 9 }, () => queue.addRateLimited('a'));
    expect(delays).toEqual([10, 20, 40, 80, 160, 320, 640, 1000, 1000]);
    expect([queue.failures('a'), queue.failures('b')]).toEqual([9, 0]);
    expect(queue.addRateLimited('b')).toBe(10);
    queue.forget('a');
    expect([queue.failures('a'), queue.addRateLimited('a')]).toEqual([0, 10]);
  });

  it('tells the back-off before it is asked for it, without a change of it', () => {
    const { queue } = queueWithClock();
    queue.addRateLimited('a');
    expect([queue.retryDelayMs('a'), queue.retryDelayMs('a', 700), queue.retryDelayMs('b')]).toEqual([20, 700, 10]);
    expect(queue.addRateLimited('a')).toBe(20);
  });

  it('tells how many keys failed, and when each of them has been tried again', async () => {
    const { clock, queue } = queueWithClock();
    expect(queue.retries()).toEqual({ keys: 0, longestMs: 0 });
    queue.addRateLimited('a');
    queue.addRateLimited('b', 500);
    queue.addAfter('healthy', 9000);
    clock.advance(100);
    expect(queue.retries()).toEqual({ keys: 2, longestMs: 400 });
    queue.forget('b');
    expect(queue.retries()).toEqual({ keys: 1, longestMs: 0 });
  });

  it('waits at least as long as a server has asked for', () => {
    const { queue } = queueWithClock();
    expect([queue.addRateLimited('a', 5000), queue.addRateLimited('a', 5)]).toEqual([5000, 20]);
  });

  it('hands out nothing after it was shut down, and is drained when the last key is done', async () => {
    const { clock, queue } = queueWithClock();
    queue.add('a');
    queue.add('b');
    queue.addAfter('c', 100);
    await queue.take();
    queue.add('a');
    let drained = false;
    const waited = queue.shutDown().then(() => {
      drained = true;
      return drained;
    });
    queue.add('d');
    queue.addAfter('e', 1);
    expect([await queue.take(), queue.depth(), clock.pending(), drained]).toEqual([undefined, 0, 0, false]);
    queue.done('a');
    expect(await waited).toBe(true);
    expect(queue.depth()).toBe(0);
  });

  it('releases idle workers when it is shut down', async () => {
    const { queue } = queueWithClock();
    const taken = [queue.take(), queue.take()];
    await queue.shutDown();
    expect(await Promise.all(taken)).toEqual([undefined, undefined]);
  });

  it('never has a key with two workers, and loses none, whatever the order of calls', async () => {
    const step = fc.record({
      action: fc.constantFrom('add', 'addAfter', 'addRateLimited', 'take', 'done', 'advance'),
      key: fc.constantFrom('a', 'b', 'c'),
      ms: fc.integer({ min: 0, max: 50 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const { clock, queue } = queueWithClock();
        const working: string[] = [];
        const owed = new Set<string>(); // added, and not taken since
        for (const { action, key, ms } of steps) {
          switch (action) {
            case 'add':
              queue.add(key);
              owed.add(key);
              break;
            case 'addAfter':
              queue.addAfter(key, ms);
              owed.add(key);
              break;
            case 'addRateLimited':
              queue.addRateLimited(key);
              owed.add(key);
              break;
            case 'advance':
              clock.advance(ms);
              break;
            case 'done': {
              const [first] = working.splice(0, 1);
              if (first !== undefined) {
                queue.done(first);
              }
              break;
            }
            case 'take':
              if (queue.depth() > 0) {
                const taken = (await queue.take()) ?? '';
                working.push(taken);
                owed.delete(taken);
              }
              break;
          }
          expect(new Set(working).size).toBe(working.length);
        }
        for (const key of working) {
          queue.done(key);
        }
        clock.advance(1e6);
        const rest = new Set<string | undefined>();
        while (queue.depth() > 0) {
          rest.add(await queue.take());
        }
        expect(rest).toEqual(owed);
      }),
    );
  });
});
