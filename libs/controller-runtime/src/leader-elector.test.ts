import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ElectionNote } from './election.ts';
import { createFakeLeases, type FakeLeases } from './fake-leases.testing.ts';
import { holderOf } from './lease.ts';
import { createLeaderElector, type LeaderElectorOptions } from './leader-elector.ts';

let leases: FakeLeases;

beforeEach(() => {
  vi.useFakeTimers();
  leases = createFakeLeases();
});

afterEach(() => vi.useRealTimers());

/** Longer than any random part of a pause. */
const roundMs = 2_500;

function candidate(
  identity: string,
  { skewMs = 0, ...extra }: Partial<LeaderElectorOptions> & { skewMs?: number } = {},
) {
  const connection = leases.connect();
  const notes: ElectionNote[] = [];
  const stop = new AbortController();
  let stoodStillMs = 0;
  const turns: AbortSignal[] = [];
  const elector = createLeaderElector({
    client: connection.client,
    lease: { namespace: 'n', name: 'lease' },
    identity,
    fieldManager: 'test',
    clocks: {
      monotonicMs: () => performance.now() + stoodStillMs,
      epochMs: () => Date.now() + skewMs + stoodStillMs,
    },
    observe: (note) => notes.push(note),
    ...extra,
  });
  const lead = (signal: AbortSignal) => {
    turns.push(signal);
    return new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
    });
  };
  return {
    elector,
    connection,
    turns,
    kinds: () => notes.map(({ kind }) => kind),
    notes,
    run: (work = lead) => elector.run(work, stop.signal),
    stop: () => stop.abort(),
    /** Time passes without any timer: the process was stopped, or its event loop stood still. */
    standStill(forMs: number) {
      stoodStillMs += forMs;
    },
  };
}

/** Candidates `a`, who leads, and `b`, who stands by. */
async function leaderAndCandidate(options: { skewMs?: number } = {}) {
  const a = candidate('a');
  const b = candidate('b', options);
  const runs = [a.run()];
  await vi.advanceTimersByTimeAsync(0);
  runs.push(b.run());
  await vi.advanceTimersByTimeAsync(roundMs);
  expect([a.elector.isLeading(), b.elector.isLeading()]).toEqual([true, false]);
  const end = async () => {
    a.stop();
    b.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    await Promise.all(runs);
  };
  return { a, b, end };
}

describe('a leader elector', () => {
  it('takes a lease that nobody has, keeps it, and gives it back when it stops', async () => {
    const a = candidate('a');
    const run = a.run();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(a.elector.isLeading()).toBe(true);
    expect(leases.lease()?.spec).toEqual({
      holderIdentity: 'a',
      leaseDurationSeconds: 10,
      acquireTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      renewTime: expect.stringMatching(/\.\d{6}Z$/),
      leaseTransitions: 0,
    });
    // One look, one create, and then nothing but renewals.
    expect(leases.requests.slice(0, 3)).toEqual(['get', 'create', 'update']);
    expect(new Set(leases.requests.slice(2))).toEqual(new Set(['update']));
    a.stop();
    await vi.advanceTimersByTimeAsync(0);
    await run;
    expect([a.elector.isLeading(), holderOf(leases.lease())]).toEqual([false, '']);
    expect(a.kinds()).toEqual(['leading', 'released']);
  });

  it('stands by while another one leads, and leads soon after that one has stopped', async () => {
    const { a, b, end } = await leaderAndCandidate();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(b.elector.isLeading()).toBe(false);
    a.stop();
    await vi.advanceTimersByTimeAsync(roundMs);
    expect([a.elector.isLeading(), b.elector.isLeading()]).toEqual([false, true]);
    expect(b.notes).toEqual([
      { kind: 'standingBy', holder: 'a' },
      { kind: 'leading', transitions: 1 },
    ]);
    await end();
  });

  it.each([
    ['agree', 0],
    ['are an hour ahead of the leader', 3_600_000],
    ['are an hour behind the leader', -3_600_000],
  ])(
    'takes over within 15 s of a crash, and not before the lease has expired, when its clocks %s',
    async (_, skewMs) => {
      const { a, b, end } = await leaderAndCandidate({ skewMs });
      await vi.advanceTimersByTimeAsync(30_000);
      expect(b.elector.isLeading()).toBe(false);
      a.connection.cut();
      await vi.advanceTimersByTimeAsync(7_000);
      expect([a.elector.isLeading(), b.elector.isLeading()]).toEqual([false, false]);
      expect(a.turns[0]?.aborted).toBe(true);
      await vi.advanceTimersByTimeAsync(8_000);
      expect(b.elector.isLeading()).toBe(true);
      await end();
    },
  );

  it('is no longer the leader when it stood still for longer than its deadline, before any timer could run', async () => {
    const { a, end } = await leaderAndCandidate();
    a.standStill(60_000);
    expect(a.elector.isLeading()).toBe(false);
    expect(a.turns[0]?.aborted).toBe(true);
    expect(a.kinds().at(-1)).toBe('lost');
    await end();
  });

  it('lets nobody lead twice at a time, when the leader stood still and then goes on', async () => {
    const { a, b, end } = await leaderAndCandidate();
    a.connection.cut(); // what a stopped process sends
    await vi.advanceTimersByTimeAsync(13_000);
    expect(b.elector.isLeading()).toBe(true);
    a.connection.mend();
    const before = a.connection.requests.length;
    await vi.advanceTimersByTimeAsync(60_000);
    expect([a.elector.isLeading(), b.elector.isLeading()]).toEqual([false, true]);
    expect(new Set(a.connection.requests.slice(before))).toEqual(new Set(['get']));
    expect(a.kinds().filter((kind) => kind !== 'requestFailed')).toEqual(['leading', 'lost', 'standingBy']);
    await end();
  });

  it('looks at its lease before it writes it, when it stood still for longer than its deadline', async () => {
    const a = candidate('a');
    const run = a.run();
    await vi.advanceTimersByTimeAsync(3_000);
    const before = a.connection.requests.length;
    a.standStill(60_000);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(a.connection.requests.slice(before, before + 2)).toEqual(['get', 'update']);
    expect([a.elector.isLeading(), a.turns.length]).toEqual([true, 2]);
    a.stop();
    await run;
  });

  it('looks at its lease instead of renewing it, when it stood still right before that', async () => {
    const a = candidate('a');
    const run = a.run();
    await vi.advanceTimersByTimeAsync(1_000);
    const before = a.connection.requests.length;
    a.connection.beforeWrite(() => a.standStill(60_000));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(a.connection.requests.slice(before, before + 2)).toEqual(['get', 'update']);
    a.stop();
    await run;
  });

  it('does not give its lease back when it stood still right before that', async () => {
    const a = candidate('a');
    const run = a.run();
    await vi.advanceTimersByTimeAsync(1_000);
    const before = a.connection.requests.length;
    a.connection.beforeWrite(() => a.standStill(60_000));
    a.stop();
    await run;
    expect(a.connection.requests.slice(before)).toEqual([]);
    expect(a.notes.at(-1)).toMatchObject({ kind: 'released', failure: { code: 'NotLeading' } });
  });

  it('counts the suspension of a machine, through which its monotonic clock stands still', async () => {
    let suspendedMs = 0;
    const clocks = { monotonicMs: () => performance.now(), epochMs: () => Date.now() + suspendedMs };
    const a = candidate('a', { clocks });
    const run = a.run();
    await vi.advanceTimersByTimeAsync(roundMs);
    expect(a.elector.isLeading()).toBe(true);
    suspendedMs = 60_000;
    expect(a.elector.isLeading()).toBe(false);
    a.stop();
    await vi.advanceTimersByTimeAsync(roundMs);
    await run;
  });

  it('outlives a renewal that fails, and tells of it', async () => {
    const { a, b, end } = await leaderAndCandidate();
    a.connection.cut();
    await vi.advanceTimersByTimeAsync(4_000);
    a.connection.mend();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([a.elector.isLeading(), b.elector.isLeading()]).toEqual([true, false]);
    expect(a.kinds()).toContain('requestFailed');
    expect(a.turns).toHaveLength(1);
    await end();
  });

  it('leads again, for another turn, when the server was away for longer than the deadline', async () => {
    const a = candidate('a');
    const run = a.run();
    await vi.advanceTimersByTimeAsync(roundMs);
    a.connection.cut();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(a.elector.isLeading()).toBe(false);
    a.connection.mend();
    await vi.advanceTimersByTimeAsync(2 * roundMs);
    expect([a.elector.isLeading(), a.turns.map((turn) => turn.aborted)]).toEqual([true, [true, false]]);
    expect(leases.lease()?.spec?.leaseTransitions).toBe(0);
    a.stop();
    await vi.advanceTimersByTimeAsync(0);
    await run;
  });

  it('goes on when somebody has written into its lease, and when an answer was lost', async () => {
    const { a, end } = await leaderAndCandidate();
    leases.edit((lease) => ({ ...lease, metadata: { ...lease.metadata, labels: { by: 'hand' } } }));
    await vi.advanceTimersByTimeAsync(20_000);
    a.connection.loseAnswer();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([a.elector.isLeading(), a.turns.length]).toEqual([true, 1]);
    expect(leases.lease()?.metadata.labels).toEqual({ by: 'hand' });
    await end();
  });

  it('does not take a label for a sign of life', async () => {
    const { a, b, end } = await leaderAndCandidate();
    a.connection.cut();
    for (let n = 0; n < 15; n += 1) {
      leases.edit((lease) => ({ ...lease, metadata: { ...lease.metadata, labels: { n: String(n) } } }));
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(b.elector.isLeading()).toBe(true);
    await end();
  });

  it('makes a new lease when somebody has deleted it', async () => {
    const { a, end } = await leaderAndCandidate();
    leases.remove();
    await vi.advanceTimersByTimeAsync(roundMs);
    expect([a.elector.isLeading(), holderOf(leases.lease())]).toEqual([true, 'a']);
    await end();
  });

  it('ends its turn at once when it finds the lease with another one', async () => {
    const { a, end } = await leaderAndCandidate();
    leases.edit((lease) => ({ ...lease, spec: { ...lease.spec, holderIdentity: 'c' } }));
    await vi.advanceTimersByTimeAsync(roundMs);
    expect(a.elector.isLeading()).toBe(false);
    expect(a.kinds()).toContain('lost');
    await end();
  });

  it('keeps the lease until the work has ended after a stop', async () => {
    const a = candidate('a');
    const release = Promise.withResolvers<void>();
    const run = a.run(() => release.promise);
    await vi.advanceTimersByTimeAsync(1_000);
    a.stop();
    await vi.advanceTimersByTimeAsync(30_000);
    expect([a.elector.isLeading(), holderOf(leases.lease())]).toEqual([true, 'a']);
    release.resolve();
    await vi.advanceTimersByTimeAsync(0);
    await run;
    expect([a.elector.isLeading(), holderOf(leases.lease())]).toEqual([false, '']);
  });

  it('gives the lease back when the work throws, and throws that', async () => {
    const a = candidate('a');
    const run = a.run(() => Promise.reject(new Error('a bug')));
    await expect(run).rejects.toThrow('a bug');
    expect(holderOf(leases.lease())).toBe('');
  });

  it('stops at once when the server does not answer', async () => {
    const a = candidate('a');
    a.connection.cut();
    const run = a.run();
    await vi.advanceTimersByTimeAsync(100);
    a.stop();
    await vi.advanceTimersByTimeAsync(0);
    await run;
    expect(a.notes).toEqual([]);
  });

  it('stops within two seconds when the server does not take the lease back', async () => {
    const { a } = await leaderAndCandidate();
    a.connection.cut();
    a.stop();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(a.notes.at(-1)).toMatchObject({ kind: 'released', failure: { code: 'Aborted' } });
  });

  it.each([{ retryPeriodMs: 7_000 }, { renewDeadlineMs: 10_000 }, { leaseDurationMs: 10_500 }])(
    'is not made with timings that contradict each other: %j',
    (timings) => {
      expect(() => candidate('a', { timings })).toThrow('a leader must');
    },
  );
});
