import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ControllerNote, type ControllerOptions, createController, type Outcome } from './controller.ts';
import { createManualClock } from './manual-clock.testing.ts';
import { createWorkQueue } from './work-queue.ts';

function controllerWith(reconcile: ControllerOptions['reconcile'], extra: Partial<ControllerOptions> = {}) {
  const clock = createManualClock();
  const queue = createWorkQueue({ ...clock, backoff: { baseMs: 10, maxMs: 1000 } });
  const notes: ControllerNote[] = [];
  const observe = (note: ControllerNote) => notes.push(note);
  const controller = createController({ name: 'test', workers: 2, queue, reconcile, observe, ...extra });
  const stop = new AbortController();
  return { clock, queue, notes, controller, stop, running: controller.run(stop.signal) };
}

const done: Outcome = { kind: 'done' };
const failing: Outcome = { kind: 'retry', failure: { code: 'ServerError', message: 'down' } };

afterEach(() => vi.useRealTimers());

describe('a controller', () => {
  it('reconciles each key with an id, the attempt and a signal', async () => {
    const { controller, notes, stop, running } = controllerWith(async () => done);
    controller.enqueue('a');
    controller.enqueue('b');
    await vi.waitFor(() => expect(notes).toHaveLength(2));
    expect(notes.map((note) => note.kind === 'reconciled' && [note.key, note.attempt, note.outcome.kind])).toEqual([
      ['a', 1, 'done'],
      ['b', 1, 'done'],
    ]);
    stop.abort();
    await running;
  });

  it('tells each try how long the key waits if it fails', async () => {
    const told: number[] = [];
    const { clock, controller, notes, stop, running } = controllerWith(async (_, { retryDelayMs }) => {
      told.push(retryDelayMs);
      return failing;
    });
    controller.enqueue('a');
    for (let count = 1; count <= 3; count += 1) {
      await vi.waitFor(() => expect(notes).toHaveLength(count));
      await setImmediate(); // until the worker has given the key back
      clock.advance(1000);
    }
    expect(told.slice(0, 3)).toEqual([10, 20, 40]);
    expect(notes.slice(0, 3).map((note) => note.kind === 'reconciled' && note.nextTryInMs)).toEqual([10, 20, 40]);
    stop.abort();
    await running;
  });

  it('works at most as many keys at once as it has workers', async () => {
    const release = Promise.withResolvers<void>();
    let atOnce = 0;
    let most = 0;
    const { controller, notes, stop, running } = controllerWith(async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await release.promise;
      atOnce -= 1;
      return done;
    });
    for (const key of ['a', 'b', 'c', 'd', 'e']) {
      controller.enqueue(key);
    }
    await setImmediate();
    release.resolve();
    await vi.waitFor(() => expect(notes).toHaveLength(5));
    expect(most).toBe(2);
    stop.abort();
    await running;
  });

  it('schedules what the outcome asks for, and starts the back-off anew after a success', async () => {
    const outcomes: Outcome[] = [
      failing,
      failing,
      { ...failing, afterMs: 700 },
      { kind: 'requeueAfter', delayMs: 5000 },
      failing,
      done,
    ];
    const { clock, controller, notes, stop, running } = controllerWith(async () => outcomes.shift() ?? done);
    controller.enqueue('a');
    for (let count = 1; count <= 6; count += 1) {
      await vi.waitFor(() => expect(notes).toHaveLength(count));
      await setImmediate(); // until the worker has given the key back
      clock.advance(5000);
    }
    expect(notes.map((note) => note.kind === 'reconciled' && [note.attempt, note.nextTryInMs])).toEqual([
      [1, 10],
      [2, 20],
      [3, 700],
      [4, 5000],
      [1, 10],
      [2, undefined],
    ]);
    stop.abort();
    await running;
  });

  it('reports a reconcile that throws and tries it again with back-off', async () => {
    let calls = 0;
    const { clock, controller, notes, stop, running } = controllerWith(async () => {
      calls += 1;
      if (calls === 1) {
        throw new Error('a bug');
      }
      return done;
    });
    controller.enqueue('a');
    await vi.waitFor(() => expect(notes).toHaveLength(1));
    expect(notes[0]).toMatchObject({ kind: 'threw', key: 'a', nextTryInMs: 10, error: new Error('a bug') });
    await setImmediate();
    clock.advance(10);
    await vi.waitFor(() => expect(notes[1]).toMatchObject({ kind: 'reconciled', attempt: 2 }));
    stop.abort();
    await running;
  });

  it('survives a hook that throws', async () => {
    const reconciled: string[] = [];
    const reconcile = async (key: string) => {
      reconciled.push(key);
      return done;
    };
    const { controller, stop, running } = controllerWith(reconcile, {
      workers: 1,
      observe() {
        throw new Error('hook');
      },
    });
    controller.enqueue('a');
    controller.enqueue('b');
    await vi.waitFor(() => expect(reconciled).toEqual(['a', 'b']));
    stop.abort();
    await running;
  });

  it('lets reconciles under way finish when it stops, and starts no more', async () => {
    const release = Promise.withResolvers<void>();
    const signals: AbortSignal[] = [];
    const { controller, notes, stop, running } = controllerWith(
      async (_key, { signal }) => {
        signals.push(signal);
        await release.promise;
        return done;
      },
      { workers: 1 },
    );
    controller.enqueue('a');
    controller.enqueue('b');
    await vi.waitFor(() => expect(signals).toHaveLength(1));
    stop.abort();
    await setImmediate();
    expect(signals[0]?.aborted).toBe(false);
    release.resolve();
    await running;
    expect(notes.map((note) => 'key' in note && note.key)).toEqual(['a']);
  });

  it('aborts the signal of reconciles that outlast the grace period', async () => {
    vi.useFakeTimers();
    const { controller, notes, stop, running } = controllerWith(
      (_key, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(failing));
        }),
    );
    controller.enqueue('a');
    stop.abort();
    await vi.advanceTimersByTimeAsync(8000);
    await running;
    expect(notes.map(({ kind }) => kind)).toEqual(['reconciled']);
  });

  it('stops within ten seconds although a reconcile never settles, and names the key', async () => {
    vi.useFakeTimers();
    const { controller, notes, stop, running } = controllerWith(() => new Promise(() => undefined));
    controller.enqueue('stuck');
    await vi.advanceTimersByTimeAsync(1);
    stop.abort();
    await vi.advanceTimersByTimeAsync(9_999);
    await running;
    expect(notes).toEqual([{ controller: 'test', kind: 'abandoned', keys: ['stuck'] }]);
  });

  it('resolves at once when the signal was aborted before', async () => {
    const stop = new AbortController();
    stop.abort();
    const queue = createWorkQueue({ backoff: { baseMs: 1, maxMs: 1 } });
    const controller = createController({ name: 'test', workers: 1, queue, reconcile: async () => done });
    await controller.run(stop.signal);
    expect(await queue.take()).toBeUndefined();
  });
});
