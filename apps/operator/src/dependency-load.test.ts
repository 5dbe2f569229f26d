import type { ConnectionCheck } from '@ixn/connections';
import { createChecker, type Verdict } from '@ixn/dependency-checks';
import { createLogger } from '@ixn/telemetry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDependencyWatch } from './dependency-watch.ts';

const intervalMs = 60_000;
const endpoints = Array.from({ length: 10 }, (_, index) => `host-${index}`);
const instances = Array.from({ length: 1_000 }, (_, index) => ({ namespace: 'voice', name: `tenant-${index}` }));

const answers: Verdict = { state: 'Reachable', reason: 'Answers', message: 'it answers' };
const refused: Verdict = { state: 'Unreachable', reason: 'ConnectionRefused', message: 'the connection is refused' };

/** Ten rows, each with an endpoint of its own. */
const checks = endpoints.map((host, index): ConnectionCheck => {
  return {
    row: index + 1,
    workload: 'ixnNode',
    kind: 'dial',
    target: { from: 'spec', endpoints: [{ host, port: 1 }] },
    tls: { mode: 'disable' },
    speaks: { protocol: 'tcp' },
  };
});

/** The watch and the line of checks as they are, in simulated time; who is checked answers at once. */
function watchAll() {
  let checked = 0;
  const down = new Set<string>();
  const enqueued: string[] = [];
  const checker = createChecker({
    check: ({ host }) => {
      checked += 1;
      return Promise.resolve(down.has(host) ? refused : answers);
    },
    now: Date.now,
    random: () => 0.5, // no jitter: intervals can be counted
    setTimer: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return () => clearTimeout(timer);
    },
    maxAtOnce: 64,
    maxBackOffMs: 5 * intervalMs,
    onError: (error) => {
      throw error;
    },
  });
  const watch = createDependencyWatch({
    checker,
    contents: {
      noteRead: () => undefined,
      retain: () => undefined,
      settle: () => undefined,
      read: () => ({ kind: 'pending' }),
    },
    endpointsOf: () => [],
    dialling: 'on',
    searchDomains: () => [],
    enqueue: (instance) => void enqueued.push(instance),
    log: createLogger({ level: 'error', destination: { write: () => undefined } }),
  });
  const pods = { ixnServer: [], ixnNode: [], ixnVQNode: [] };
  for (const instance of instances) watch.observe(instance, { checks, intervalMs, referencesVersion: '', pods });
  const pass = async (intervals: number) => {
    const before = checked;
    await vi.advanceTimersByTimeAsync(intervals * intervalMs);
    return checked - before;
  };
  return { watch, pass, down, enqueued };
}

describe('a thousand instances that share ten endpoints', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('make ten checks per interval', async () => {
    const { watch, pass } = watchAll();
    await pass(0.5);
    expect(await pass(6)).toBe(6 * endpoints.length);
    expect(watch.states().reduce((sum, { instances: count }) => sum + count, 0)).toBe(10_000);
    expect(watch.states().every(({ state }) => state === 'Reachable')).toBe(true);
  });

  it('are all brought up by the one check that fails, once', async () => {
    const { pass, down, enqueued } = watchAll();
    await pass(0.5);
    enqueued.length = 0;
    down.add('host-3');
    expect(await pass(1)).toBe(endpoints.length);
    expect(new Set(enqueued).size).toBe(1_000);
    expect(enqueued).toHaveLength(1_000);
  });
});
