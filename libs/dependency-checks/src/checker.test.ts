import { describe, expect, it } from 'vitest';
import { type Checker, type CheckerOptions, createChecker } from './checker.ts';
import type { DependencyCheck } from './dependency-check.ts';
import { secretOf } from './secret.ts';
import { type Verdict, reachable } from './verdict.ts';

const intervalMs = 60_000;
const asker = { party: 'voice', intervalMs };
const refused: Verdict = { state: 'Unreachable', reason: 'ConnectionRefused', message: 'the connection is refused' };

function endpoint(host: string, password = 'one'): DependencyCheck {
  const login = { username: secretOf('ada'), password: secretOf(password), database: 'ixn' };
  return { host, port: 1, searchDomains: [], tls: { mode: 'disable' }, protocol: { kind: 'postgresql', login } };
}

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** Time that goes on when it is told to, and probes that take as long as they are told. */
function world(options: Partial<CheckerOptions> = {}) {
  let nowMs = 0;
  const timers = new Set<Timer>();
  const setTimer: CheckerOptions['setTimer'] = (run, delayMs) => {
    const timer = { atMs: nowMs + delayMs, run };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  const log: { readonly atMs: number; readonly host: string }[] = [];
  const errors: unknown[] = [];
  const answers = new Map<string, Verdict>();
  let [busy, most] = [0, 0];
  const state = { probeMs: 20 };
  const check = async ({ host }: DependencyCheck, signal: AbortSignal): Promise<Verdict> => {
    log.push({ atMs: nowMs, host });
    busy += 1;
    most = Math.max(most, busy);
    await new Promise<void>((resolve) => {
      setTimer(resolve, state.probeMs);
      signal.addEventListener('abort', () => resolve());
    });
    busy -= 1;
    return answers.get(host) ?? reachable('it answers');
  };
  // The least significant bits of a linear congruence would do for no other purpose.
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const onError = (error: unknown) => void errors.push(error);
  const checker: Checker = createChecker({
    check,
    now: () => nowMs,
    random,
    setTimer,
    maxAtOnce: 4,
    maxBackOffMs: 5 * intervalMs,
    onError,
    ...options,
  });
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const pass = async (durationMs: number) => {
    const untilMs = nowMs + durationMs;
    for (;;) {
      await settle();
      const next = [...timers].toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      timers.delete(next);
      nowMs = Math.max(nowMs, next.atMs);
      next.run();
    }
    nowMs = untilMs;
    await settle();
  };
  return { checker, pass, log, errors, answers, timers, state, most: () => most };
}

describe('createChecker', () => {
  it('makes one check per endpoint and interval for 1,000 instances that share ten endpoints', async () => {
    const { checker, pass, log, most } = world();
    const seen: string[] = [];
    for (let instance = 0; instance < 1_000; instance += 1) {
      for (let index = 0; index < 10; index += 1) {
        checker.subscribe(endpoint(`host-${index}`), asker, ({ state }) => void seen.push(state));
      }
    }
    expect(checker.counts()).toEqual({ watched: 10, running: 0, waiting: 0 });
    await pass(intervalMs / 2);
    expect(log.length).toBe(10);
    expect(seen.length).toBe(10_000);
    await pass(100 * intervalMs);
    expect(log.length).toBeGreaterThan(10 + 990);
    expect(log.length).toBeLessThan(10 + 1_010);
    expect(seen.length).toBe(10_000);
    expect(most()).toBeLessThanOrEqual(4);
  });

  it('does not run more checks at once than it may, and lets the others wait', async () => {
    const { checker, pass, state, most } = world();
    state.probeMs = 1_000;
    for (let index = 0; index < 50; index += 1) checker.subscribe(endpoint(`host-${index}`), asker, () => undefined);
    await pass(500);
    expect(checker.counts()).toEqual({ watched: 50, running: 4, waiting: 46 });
    await pass(intervalMs / 2);
    expect(most()).toBe(4);
    expect(checker.counts().waiting).toBe(0);
  });

  it('lets a party that has little to check not wait for one that has much', async () => {
    const { checker, pass, state, log } = world();
    state.probeMs = 1_000;
    for (let index = 0; index < 400; index += 1) checker.subscribe(endpoint(`host-${index}`), asker, () => undefined);
    checker.subscribe(endpoint('db'), { ...asker, party: 'other' }, () => undefined);
    await pass(2_500);
    expect(log.map(({ host }) => host)).toContain('db');
  });

  it('spreads checks that began together', async () => {
    const { checker, pass, log } = world({ maxAtOnce: 100 });
    for (let index = 0; index < 50; index += 1) checker.subscribe(endpoint(`host-${index}`), asker, () => undefined);
    await pass(1.5 * intervalMs);
    const second = log.slice(50).map(({ atMs }) => atMs);
    expect(new Set(second).size).toBeGreaterThan(40);
    expect(Math.min(...second)).toBeGreaterThanOrEqual(0.9 * intervalMs);
    expect(Math.max(...second)).toBeLessThanOrEqual(1.1 * intervalMs + 20);
  });

  it('tells of a verdict only when it changes, and of recovery within an interval of the first failures', async () => {
    const { checker, pass, answers } = world();
    const seen: string[] = [];
    checker.subscribe(endpoint('db'), asker, ({ reason }) => void seen.push(reason));
    await pass(3 * intervalMs);
    answers.set('db', refused);
    await pass(1.2 * intervalMs);
    expect(seen).toEqual(['Answers', 'ConnectionRefused']);
    answers.delete('db');
    await pass(1.2 * intervalMs);
    expect(seen).toEqual(['Answers', 'ConnectionRefused', 'Answers']);
  });

  it('keeps its words for five minutes where only they would differ, and tells of another reason at once', async () => {
    const { checker, pass, answers } = world({ maxBackOffMs: intervalMs });
    const seen: string[] = [];
    const subscription = checker.subscribe(endpoint('db'), asker, ({ message }) => void seen.push(message));
    for (let node = 0; node < 12; node += 1) {
      answers.set('db', { state: 'Unreachable', reason: 'NodeUnreachable', message: `node ${node}` });
      await pass(1.2 * intervalMs);
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.length).toBeLessThanOrEqual(3);
    expect(subscription.verdict().message).toBe(seen.at(-1));
    answers.set('db', refused);
    await pass(1.2 * intervalMs);
    expect(seen.at(-1)).toBe(refused.message);
  });

  it('asks what keeps failing less often, and no less often than the longest back-off', async () => {
    const { checker, pass, log, answers } = world();
    answers.set('db', refused);
    checker.subscribe(endpoint('db'), asker, () => undefined);
    await pass(20 * intervalMs);
    const gaps = log.slice(1).map(({ atMs }, index) => Math.round((atMs - (log[index]?.atMs ?? 0)) / intervalMs));
    expect(gaps.slice(0, 4)).toEqual([1, 1, 2, 4]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(6);
  });

  it('checks anew at once when the password is another', async () => {
    const { checker, pass, log, answers } = world();
    answers.set('db', refused);
    const old = checker.subscribe(endpoint('db'), asker, () => undefined);
    await pass(30 * intervalMs);
    const before = log.length;
    checker.subscribe(endpoint('db', 'two'), asker, () => undefined);
    old.end();
    await pass(100);
    expect(log.length).toBe(before + 1);
    expect(checker.counts().watched).toBe(1);
  });

  it('keeps to the shortest interval that is asked for', async () => {
    const { checker, pass, log } = world();
    checker.subscribe(endpoint('db'), { ...asker, intervalMs: 10 * intervalMs }, () => undefined);
    await pass(intervalMs);
    checker.subscribe(endpoint('db'), asker, () => undefined);
    await pass(10 * intervalMs);
    expect(log.length).toBeGreaterThan(9);
  });

  it('says Pending before the first verdict, and the last one to who comes later', async () => {
    const { checker, pass } = world();
    const first = checker.subscribe(endpoint('db'), asker, () => undefined);
    expect(first.verdict()).toMatchObject({ state: 'NotChecked', reason: 'Pending' });
    await pass(100);
    expect(checker.subscribe(endpoint('db'), asker, () => undefined).verdict().state).toBe('Reachable');
  });

  it('forgets what nobody asks for any more, aborts it, and leaves no timer', async () => {
    const { checker, pass, timers, state, log } = world();
    state.probeMs = 5_000;
    const seen: Verdict[] = [];
    const subscriptions = Array.from({ length: 20 }, (_, index) =>
      checker.subscribe(endpoint(`host-${index % 10}`), asker, (verdict) => void seen.push(verdict)),
    );
    await pass(100);
    for (const subscription of subscriptions) subscription.end();
    for (const subscription of subscriptions) subscription.end();
    await pass(0);
    expect(checker.counts()).toEqual({ watched: 0, running: 0, waiting: 0 });
    await pass(10 * intervalMs);
    expect(seen).toEqual([]);
    expect(timers.size).toBe(0);
    expect(log.length).toBe(4);
  });

  it('goes on when a check or a subscriber throws, and reports it', async () => {
    const { checker, pass, errors } = world({
      check: () => Promise.reject(new Error('a bug')),
    });
    const seen: string[] = [];
    checker.subscribe(endpoint('db'), asker, () => {
      throw new Error('another');
    });
    checker.subscribe(endpoint('db'), asker, ({ reason }) => void seen.push(reason));
    await pass(1.5 * intervalMs);
    expect(seen).toEqual(['CheckFailed']);
    expect(errors.map(String)).toEqual(['Error: a bug', 'Error: another', 'Error: a bug']);
  });

  it('calls nobody after it is stopped', async () => {
    const { checker, pass, timers } = world();
    const seen: Verdict[] = [];
    checker.subscribe(endpoint('db'), asker, (verdict) => void seen.push(verdict));
    await pass(10);
    checker.stop();
    await pass(10 * intervalMs);
    expect(seen).toEqual([]);
    expect(timers.size).toBe(0);
  });
});
