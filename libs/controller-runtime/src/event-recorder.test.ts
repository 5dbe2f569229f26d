import { failed, type KubeClient, type Result, succeeded } from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';
import { createEventRecorder, type EventNote } from './event-recorder.ts';
import { createManualClock } from './manual-clock.testing.ts';

const regarding = {
  apiVersion: 'example.com/v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'n', uid: 'u', labels: { not: 'told' } },
};
const event = { type: 'Warning', reason: 'PodNotReady', action: 'Assess', note: 'a pod is lost' } as const;
const startMs = Date.parse('2026-03-01T12:00:00.123Z');

interface Asked {
  readonly verb: 'create' | 'patch';
  readonly name: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A recorder whose requests are answered when the test says so, or at once. */
function recorderWith(answer: (asked: Asked) => Promise<Result<unknown>> | Result<unknown> = () => succeeded({})) {
  const clock = createManualClock();
  const asked: Asked[] = [];
  const notes: EventNote[] = [];
  const ask = async (one: Asked) => {
    asked.push(one);
    return answer(one);
  };
  const client = {
    create: (_: unknown, body: { metadata: { name: string } }) =>
      ask({ verb: 'create', name: body.metadata.name, body: { ...body } }),
    patch: (_: unknown, { name }: { name: string }, body: object) => ask({ verb: 'patch', name, body: { ...body } }),
  } as unknown as KubeClient;
  const recorder = createEventRecorder({
    client,
    reporter: { controller: 'example.com/operator', instance: 'operator-0' },
    fieldManager: 'test',
    now: () => startMs + clock.now(),
    setTimer: clock.setTimer,
    observe: (note) => notes.push(note),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    record: recorder.record,
    asked,
    notes,
    series: () => asked.filter(({ verb }) => verb === 'patch').map(({ body }) => body['series']),
    advance: async (byMs: number) => {
      clock.advance(byMs);
      await settle();
      clock.advance(0);
      await settle();
    },
  };
}

describe('an event', () => {
  it('says of which object it speaks, who saw what and when, as the Events API wants it', () => {
    const { record, asked } = recorderWith();
    record(regarding, event);
    expect(asked.map(({ body }) => body)).toEqual([
      {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: { name: expect.stringMatching(/^a\.[0-9a-f]{16}$/), namespace: 'n' },
        eventTime: '2026-03-01T12:00:00.123000Z',
        reportingController: 'example.com/operator',
        reportingInstance: 'operator-0',
        action: 'Assess',
        reason: 'PodNotReady',
        type: 'Warning',
        note: 'a pod is lost',
        regarding: { apiVersion: 'example.com/v1', kind: 'Thing', name: 'a', namespace: 'n', uid: 'u' },
      },
    ]);
  });

  it('about an object without a namespace stands in the default one', () => {
    const { record, asked } = recorderWith();
    record({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' } }, event);
    expect(asked[0]?.body).toMatchObject({
      metadata: { namespace: 'default' },
      regarding: { apiVersion: 'v1', kind: 'Node', name: 'node-a' },
    });
  });

  it('has a name of its own, even within one millisecond, and one that the server takes', () => {
    const { record, asked } = recorderWith();
    const long = { ...regarding, metadata: { name: `${'x'.repeat(235)}-${'y'.repeat(17)}`, namespace: 'n' } };
    record(long, event);
    record(long, { ...event, note: 'another' });
    const names = asked.map(({ name }) => name);
    expect(new Set(names).size).toBe(2);
    expect(names[0]).toMatch(/^x{235}\.[0-9a-f]{16}$/);
  });

  it.each([
    ['letters', 'x'],
    ['letters of two bytes', 'ü'],
    ['letters of three bytes', '→'],
    ['letters of four bytes', '𝄞'],
  ])('has at most the 1024 bytes that the Events API takes, for %s', (_, letter) => {
    const { record, asked } = recorderWith();
    record(regarding, { ...event, note: letter.repeat(2000) });
    const written = String(asked[0]?.body['note']);
    expect(Buffer.byteLength(written)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(written)).toBeGreaterThan(1016);
    expect(written).toMatch(new RegExp(`^${letter}+…$`, 'u'));
  });

  it('keeps a note whole that just fits', () => {
    const { record, asked } = recorderWith();
    record(regarding, { ...event, note: 'x'.repeat(1024) });
    expect(asked[0]?.body['note']).toBe('x'.repeat(1024));
  });

  it('that cannot be written is noted, and tried again with the next occurrence', async () => {
    const { record, asked, notes, advance } = recorderWith(() => failed('Forbidden', 'no'));
    record(regarding, event);
    await advance(0);
    record(regarding, event);
    expect(notes).toMatchObject([{ kind: 'failed', failure: { code: 'Forbidden' }, reason: 'PodNotReady' }]);
    expect(asked.map(({ verb }) => verb)).toEqual(['create', 'create']);
  });
});

describe('the same event once more', () => {
  it('is counted in the event that is there, at most every ten seconds, and every occurrence in the end', async () => {
    const { record, asked, series, advance } = recorderWith();
    record(regarding, event);
    await advance(60_000);
    record(regarding, event);
    await advance(0);
    expect(series()).toEqual([{ count: 2, lastObservedTime: '2026-03-01T12:01:00.123000Z' }]);
    for (let n = 0; n < 5; n += 1) {
      record(regarding, event);
      await advance(1_000);
    }
    expect(series()).toHaveLength(1);
    await advance(5_000);
    expect(series().at(-1)).toEqual({ count: 7, lastObservedTime: '2026-03-01T12:01:04.123000Z' });
    await advance(60_000);
    expect([series().length, new Set(asked.map(({ name }) => name)).size]).toEqual([2, 1]);
  });

  it('waits until the first one has been written', async () => {
    const created = Promise.withResolvers<Result<unknown>>();
    const { record, asked, series, advance } = recorderWith(({ verb }) =>
      verb === 'create' ? created.promise : succeeded({}),
    );
    record(regarding, event);
    record(regarding, event);
    await advance(30_000);
    expect(asked).toHaveLength(1);
    created.resolve(succeeded({}));
    await advance(0);
    expect(series()).toMatchObject([{ count: 2 }]);
  });

  it('is a new event after six quiet minutes, and when the old one is gone', async () => {
    const { record, asked, notes, advance } = recorderWith(({ verb }) =>
      verb === 'create' ? succeeded({}) : failed('NotFound', 'expired'),
    );
    record(regarding, event);
    await advance(6 * 60_000 + 1);
    record(regarding, event);
    await advance(60_000);
    record(regarding, event);
    await advance(0);
    record(regarding, event);
    expect(asked.map(({ verb }) => verb)).toEqual(['create', 'create', 'patch', 'create']);
    expect(notes).toEqual([]);
  });

  it.each([
    ['note', { note: 'two pods are lost' }],
    ['type', { type: 'Normal' as const }],
    ['reason', { reason: 'Other' }],
    ['action', { action: 'Other' }],
  ])('is another one when it has another %s', (_, change) => {
    const { record, asked } = recorderWith();
    record(regarding, event);
    record(regarding, { ...event, ...change });
    record({ ...regarding, metadata: { ...regarding.metadata, uid: 'v' } }, event);
    expect(asked.map(({ verb }) => verb)).toEqual(['create', 'create', 'create']);
  });
});

describe('too many events', () => {
  it('about one object are dropped beyond 25 and one more every five minutes, and noted', async () => {
    const { record, asked, notes, advance } = recorderWith();
    const tell = (from: number, name = 'a') => {
      for (let n = 0; n < 30; n += 1) {
        record({ ...regarding, metadata: { name } }, { ...event, note: `number ${from + n}` });
      }
    };
    tell(0);
    expect([asked.length, notes.length]).toEqual([25, 5]);
    expect(notes[0]).toMatchObject({ kind: 'dropped', reason: 'PodNotReady', regarding: { metadata: { name: 'a' } } });
    tell(0, 'b');
    expect(asked).toHaveLength(50);
    await advance(10 * 60_000);
    tell(100);
    expect(asked).toHaveLength(52);
  });
});
