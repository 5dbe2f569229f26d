import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { eventLine } from './fake-api.testing.ts';
import { type FakeRequest, refuse, writeApart } from './fake-server.testing.ts';
import { useStoreHarness, wordsFor } from './store-harness.testing.ts';

const harness = useStoreHarness();

/** Refuses the next requests of a kind, as often as told, and then behaves. */
function refuseNext(kind: FakeRequest['kind'], times: number, httpStatus: number, headers = {}): void {
  let left = times;
  harness.api.intercept((request) => {
    if (request.kind !== kind || left === 0) {
      return false;
    }
    left -= 1;
    refuse(request, httpStatus, {}, headers);
    return true;
  });
}

describe('a store against a faulty server', () => {
  it.each([
    [429, 'Throttled'],
    [500, 'ServerError'],
    [403, 'Forbidden'],
  ])('survives HTTP %i on the first lists', async (status, code) => {
    harness.api.put('a');
    refuseNext('list', 3, status);
    const running = harness.runStore();
    await running.untilEqual();
    expect(running.story()).toEqual([...Array(3).fill(`listFailed ${code}`), 'listed']);
  });

  it('waits as long as a throttled list was told to', async () => {
    refuseNext('list', 1, 429, { 'retry-after': '7' });
    const running = harness.runStore();
    await vi.waitFor(() => expect(running.notes).toHaveLength(1));
    expect(running.notes[0]).toMatchObject({ kind: 'listFailed', nextTryInMs: 7000 });
  });

  it.each(['list', 'watch'] as const)('waits a minute at most when a %s was told to wait for an hour', async (kind) => {
    refuseNext(kind, 1, 429, { 'retry-after': '3600' });
    const running = harness.runStore();
    const throttled = () => running.notes.find((note) => 'failure' in note && note.failure?.code === 'Throttled');
    await vi.waitFor(() => expect(throttled()).toMatchObject({ nextTryInMs: 60_000 }));
  });

  it('survives HTTP 503 on re-opened watches, and goes on where it was', async () => {
    const running = harness.runStore();
    await running.store.synced;
    await harness.untilWatching();
    refuseNext('watch', 3, 503);
    harness.api.cut();
    harness.api.put('a');
    await running.untilEqual();
    expect(running.story()).toEqual([
      'listed',
      'failed ConnectionFailed -> watch',
      ...Array(3).fill('failed ServerError -> watch'),
    ]);
    expect(harness.api.count('list')).toBe(1);
  });

  it('lists again after watches have failed five times in a row', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    refuseNext('watch', 4, 503); // the cut itself is the first failure
    harness.api.cut();
    await harness.untilWatching(0);
    await harness.untilWatching();
    expect(running.story().slice(-2)).toEqual(['failed ServerError -> list', 'listed']);
    harness.api.put('a');
    await running.untilEqual();
  });

  it('lists again on 410 as the HTTP status of a watch', async () => {
    refuseNext('watch', 1, 410);
    const running = harness.runStore();
    await harness.untilWatching();
    harness.api.put('a');
    await running.untilEqual();
    expect(running.story()).toEqual(['listed', 'expired Gone -> list', 'listed']);
  });

  it('lists again on 410 as an event in a watch, and tells of what vanished in the gap', async () => {
    harness.api.put('gone');
    harness.api.put('stays');
    const running = harness.runStore();
    await harness.untilWatching();
    running.changes.length = 0;
    harness.api.silently(() => {
      harness.api.remove('gone');
      harness.api.put('new');
    });
    harness.api.compact();
    harness.api.cut();
    await running.untilEqual();
    expect(wordsFor(running.changes)).toEqual(['deleted gone', 'added new']);
    expect(running.story()).toContain('expired Gone -> list');
  });

  it('starts over on 410 in the middle of a paged list', async () => {
    for (let n = 0; n < 5; n += 1) {
      harness.api.put(`c${n}`);
    }
    harness.api.intercept(() => {
      if (harness.api.count('list') === 2) {
        harness.api.remove('c0');
        harness.api.compact();
      }
      return false;
    });
    const running = harness.runStore({ timings: { pageSize: 2 } });
    await running.store.synced;
    await running.untilEqual();
    expect(running.story()).toEqual(['listFailed Gone', 'listed']);
    expect(running.notes.at(-1)).toMatchObject({ items: 4 });
    const limits = harness.api.requests
      .filter(({ kind }) => kind === 'list')
      .map(({ url }) => url.searchParams.get('limit'));
    expect(limits).toEqual(['2', '2', null]);
  });

  it('lists again on a 500 as an event in a watch', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    harness.api.watches()[0]?.write('{"type":"ERROR","object":{"kind":"Status","code":500,"message":"etcd"}}\n');
    await vi.waitFor(() => expect(running.story()).toEqual(['listed', 'failed ServerError -> list', 'listed']));
    await harness.untilWatching();
    harness.api.put('a');
    await running.untilEqual();
  });

  it.each([
    ['not JSON', 'garbage'],
    ['of a type that it does not know', '{"type":"NOVELTY","object":{"metadata":{"name":"a","resourceVersion":"1"}}}'],
    ['without an object', '{"type":"ADDED"}'],
    ['with a version that is no number', '{"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"x"}}}'],
    ['without a name', '{"type":"MODIFIED","object":{"metadata":{"resourceVersion":"900"}}}'],
  ])('lists again after a line that is %s', async (_name, line) => {
    const running = harness.runStore();
    await harness.untilWatching();
    harness.api.silently(() => harness.api.put('missed'));
    harness.api.watches()[0]?.write(`${line}\n`);
    await running.untilEqual();
    expect(running.story()).toEqual(['listed', 'malformed -> list', 'listed']);
  });

  it('notices a half-open connection by its silence', async () => {
    const running = harness.runStore({ timings: { idleTimeoutMs: 60 } });
    await harness.untilWatching();
    harness.api.silently(() => harness.api.put('missed'));
    await running.untilEqual();
    expect(running.story()).toContain('failed Timeout -> watch');
    expect(harness.api.count('list')).toBe(1);
  });

  it('is active as long as it tries, though nothing comes from the server', async () => {
    refuseNext('list', Number.POSITIVE_INFINITY, 500);
    const { store, notes } = harness.runStore();
    const startedMs = performance.now();
    await vi.waitFor(() => expect(notes.length).toBeGreaterThan(8), { timeout: 10_000 });
    const passedMs = performance.now() - startedMs;
    expect(store.lastEventAgeMs()).toBeGreaterThan(passedMs - 10);
    expect(store.lastActivityAgeMs()).toBeLessThan(passedMs / 2);
    // What it would say of a store that has not even tried for an hour.
    expect(store.lastActivityAgeMs(performance.now() + 3_600_000)).toBeGreaterThanOrEqual(3_600_000);
  });

  it('is kept awake by bookmarks', async () => {
    const { notes } = harness.runStore({ timings: { idleTimeoutMs: 1000 } });
    await harness.untilWatching();
    const beats = setInterval(() => harness.api.bookmark(), 50);
    await setTimeout(1500);
    clearInterval(beats);
    expect(notes.map(({ kind }) => kind)).toEqual(['listed']);
  });

  it('goes on from the version of a bookmark, and takes it as a sign of life', async () => {
    const { store } = harness.runStore();
    await harness.untilWatching();
    harness.api.silently(() => harness.api.put('other'));
    harness.api.compact();
    const beforeMs = Date.now();
    harness.api.bookmark();
    // Some time after now, the age is what has passed since the bookmark, not since the list.
    await vi.waitFor(() => expect(store.lastEventAgeMs(beforeMs + 60_000)).toBeLessThanOrEqual(60_000));
    harness.api.watches()[0]?.end();
    await vi.waitFor(() => expect(harness.api.count('watch')).toBe(2));
    expect(harness.api.requests.at(-1)?.url.searchParams.get('resourceVersion')).toBe('101');
    expect(harness.api.count('list')).toBe(1);
  });

  it('forgets a line that was cut off, and asks for its event again', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    const [watch] = harness.api.watches();
    const object = harness.api.silently(() => harness.api.put('a', 'whole'));
    await writeApart(watch, eventLine({ type: 'ADDED', object }).slice(0, 40));
    watch?.destroy();
    await running.untilEqual();
    expect(harness.api.count('list')).toBe(1);
  });

  it('reads characters that were cut between two packets', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    const [watch] = harness.api.watches();
    const object = harness.api.silently(() => harness.api.put('a', 'Größe 漢字 🎧'));
    for (const byte of Buffer.from(eventLine({ type: 'ADDED', object }))) {
      await writeApart(watch, Buffer.of(byte));
    }
    await running.untilEqual();
    expect(running.story()).toEqual(['listed']);
  });

  it.each([
    ['in pages', false],
    ['as a stream', true],
  ])('tells of an object deleted and made again in a gap as of two changes, listed %s', async (_, streamedList) => {
    harness.api.allowStreams();
    harness.api.put('a', 'old');
    const running = harness.runStore({ streamedList });
    await harness.untilWatching();
    running.changes.length = 0;
    harness.api.silently(() => {
      harness.api.remove('a');
      harness.api.put('a', 'new');
    });
    harness.api.compact();
    harness.api.cut();
    await running.untilEqual();
    expect(wordsFor(running.changes)).toEqual(['deleted a', 'added a']);
    expect(harness.api.count('stream')).toBe(streamedList ? 2 : 0);
  });

  it('believes a server that was restored from a backup', async () => {
    harness.api.put('a');
    harness.api.put('b');
    const running = harness.runStore();
    await harness.untilWatching();
    harness.api.silently(() => {
      harness.api.remove('b');
      harness.api.rewind(10);
      harness.api.put('a', 'restored');
    });
    harness.api.bookmark();
    await running.untilEqual();
    expect(running.story()).toContain('expired -> list');
  });

  it('stops at once while a list is under way, and while it waits for the next try', async () => {
    harness.api.intercept(() => true); // no answer, ever
    const listing = harness.runStore();
    await vi.waitFor(() => expect(harness.api.count('list')).toBe(1));
    await listing.stop();
    expect(listing.notes).toEqual([]);

    refuseNext('list', 1, 500);
    const waiting = harness.runStore({ timings: { backoffBaseMs: 60_000, backoffMaxMs: 60_000 } });
    await vi.waitFor(() => expect(waiting.notes).toHaveLength(1));
    await waiting.stop();
    expect(waiting.store.hasSynced()).toBe(false);
  });

  it('stops at once while it watches, and sends nothing more', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    await running.stop();
    await harness.untilWatching(0);
    expect(running.story()).toEqual(['listed']);
  });
});
