import { describe, expect, it, vi } from 'vitest';
import { eventLine } from './fake-api.testing.ts';
import { type FakeRequest, refuse, writeApart } from './fake-server.testing.ts';
import { useStoreHarness, wordsFor } from './store-harness.testing.ts';

const harness = useStoreHarness();

/** Answers the first streamed list by hand. */
function answerStream(answer: (request: FakeRequest) => unknown): void {
  harness.api.allowStreams();
  harness.api.intercept((request) => {
    const first = request.kind === 'stream' && harness.api.count('stream') === 1;
    if (first) {
      answer(request);
    }
    return first;
  });
}

/** The bookmark after the last object. */
function endLine(resourceVersion: string): string {
  const metadata = { resourceVersion, annotations: { 'k8s.io/initial-events-end': 'true' } };
  return `${JSON.stringify({ type: 'BOOKMARK', object: { metadata } })}\n`;
}

const requested = () => harness.api.requests.map(({ kind }) => kind);

describe('a list as a stream', () => {
  it('fills the store, and is watched on from its end', async () => {
    harness.api.allowStreams();
    harness.api.put('a');
    harness.api.put('b');
    const running = harness.runStore({ streamedList: true });
    await running.store.synced;
    await harness.untilWatching();
    harness.api.put('c');
    await running.untilEqual();
    expect(requested()).toEqual(['stream', 'watch']);
    expect(harness.api.requests.at(-1)?.url.searchParams.get('resourceVersion')).toBe('102');
    expect(running.notes).toMatchObject([{ kind: 'listed', items: 2 }]);
  });

  it('comes again after an expired version, and tells of what vanished', async () => {
    harness.api.allowStreams();
    harness.api.put('gone');
    const running = harness.runStore({ streamedList: true });
    await harness.untilWatching();
    running.changes.length = 0;
    harness.api.silently(() => harness.api.remove('gone'));
    harness.api.compact();
    harness.api.cut();
    await running.untilEqual();
    expect(wordsFor(running.changes)).toEqual(['deleted gone']);
    expect(harness.api.count('stream')).toBe(2);
  });

  it('comes in pages, without a word, from a server that does not stream, and stays so', async () => {
    harness.api.put('a');
    const running = harness.runStore({ streamedList: true });
    await harness.untilWatching();
    harness.api.compact();
    harness.api.silently(() => harness.api.put('b'));
    harness.api.compact();
    harness.api.cut();
    await running.untilEqual();
    await harness.untilWatching();
    expect(harness.api.count('stream')).toBe(1);
    expect(harness.api.count('list')).toBe(2);
    expect(running.story()).not.toContain('listFailed Invalid');
  });

  it.each<[string, string, (request: FakeRequest) => unknown]>([
    ['is refused with 429', 'Throttled', (request) => refuse(request, 429)],
    ['is refused with 500', 'ServerError', (request) => refuse(request, 500)],
    ['is refused with 403', 'Forbidden', (request) => refuse(request, 403)],
    ['is refused with 410', 'Gone', (request) => refuse(request, 410)],
    ['ends early', 'ConnectionFailed', ({ response }) => response.end()],
    ['is cut off', 'ConnectionFailed', ({ response }) => response.destroy()],
    [
      'breaks off in the middle of a line',
      'ConnectionFailed',
      ({ response }) => response.write('{"type":"ADDED","obj', () => response.destroy()),
    ],
    ['has a line that is no event', 'BadAnswer', ({ response }) => response.write('garbage\n')],
    [
      'has an error in it',
      'ServerError',
      ({ response }) => response.write('{"type":"ERROR","object":{"kind":"Status","code":500}}\n'),
    ],
    ['never comes to its end', 'Timeout', ({ response }) => response.writeHead(200).flushHeaders()],
  ])('comes in pages when it %s', async (_, code, answer) => {
    harness.api.put('a');
    answerStream(answer);
    const running = harness.runStore({ streamedList: true, timings: { listTimeoutMs: 200 } });
    await running.untilEqual();
    await harness.untilWatching();
    expect(running.story()).toEqual([`listFailed ${code}`, 'listed']);
    expect(requested()).toEqual(['stream', 'list', 'watch']);
  });

  it('may come with characters that were cut between two packets', async () => {
    const object = harness.api.put('a', 'Größe 漢字 🎧');
    answerStream(async ({ response }) => {
      for (const byte of Buffer.from(eventLine({ type: 'ADDED', object }) + endLine('101'))) {
        await writeApart(response, Buffer.of(byte));
      }
    });
    const running = harness.runStore({ streamedList: true });
    await running.untilEqual();
    expect(running.story()).toEqual(['listed']);
  });

  it('survives handlers that throw or never settle', async () => {
    harness.api.allowStreams();
    harness.api.put('a');
    harness.api.put('b');
    const running = harness.runStore({ streamedList: true });
    running.store.subscribe(() => new Promise(() => undefined));
    running.store.subscribe(() => {
      throw new Error('thrown');
    });
    await harness.untilWatching();
    await running.untilEqual();
    expect(running.story()).toEqual(['handlerThrew', 'handlerThrew', 'listed']);
  });

  it('leaves out what was deleted while it came in, and what came before it broke', async () => {
    const deleted = harness.api.put('deleted');
    harness.api.remove('deleted');
    const stays = harness.api.put('stays');
    answerStream(({ response }) => {
      response.write(eventLine({ type: 'ADDED', object: deleted }));
      response.write(eventLine({ type: 'ADDED', object: stays }));
      response.write(eventLine({ type: 'DELETED', object: deleted }));
      response.write(endLine('103'));
    });
    const running = harness.runStore({ streamedList: true });
    await running.store.synced;
    expect(running.store.list().map(({ metadata }) => metadata.name)).toEqual(['stays']);
    expect(running.notes).toMatchObject([{ kind: 'listed', items: 1 }]);
  });

  it('ends at once when the store is stopped, and so does the wait for the next try', async () => {
    answerStream(({ response }) => response.writeHead(200).flushHeaders());
    const listing = harness.runStore({ streamedList: true });
    await vi.waitFor(() => expect(harness.api.count('stream')).toBe(1));
    await listing.stop();
    expect(listing.notes).toEqual([]);

    harness.api.intercept((request) => {
      refuse(request, 500);
      return true;
    });
    const timings = { backoffBaseMs: 60_000, backoffMaxMs: 60_000 };
    const waiting = harness.runStore({ streamedList: true, timings });
    await vi.waitFor(() => expect(waiting.notes).toHaveLength(1));
    await waiting.stop();
    expect(waiting.store.hasSynced()).toBe(false);
  });
});
