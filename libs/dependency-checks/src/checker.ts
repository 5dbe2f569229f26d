import { randomUUID } from 'node:crypto';
import { type DependencyCheck, keyOfCheck } from './dependency-check.ts';
import { nextDelayMs } from './next-delay.ts';
import { type Verdict, notChecked, sameVerdict } from './verdict.ts';

export interface CheckerOptions {
  /** Does one check; must end soon once its signal aborts. A rejection becomes the verdict CheckFailed. */
  readonly check: (check: DependencyCheck, signal: AbortSignal) => Promise<Verdict>;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** From 0 up to, but not including, 1. */
  readonly random: () => number;
  /** Runs something later; gives what calls it off. */
  readonly setTimer: (run: () => void, delayMs: number) => () => void;
  /** So many checks run at once; the others wait for their turn. */
  readonly maxAtOnce: number;
  /** The longest wait between two checks of what keeps failing; the interval, where that is longer. */
  readonly maxBackOffMs: number;
  /** Called after each check. */
  readonly onChecked?: (event: CheckedEvent) => void;
  /** Called with what a check or a subscriber has thrown: a bug. */
  readonly onError: (error: unknown) => void;
}

export interface CheckedEvent {
  readonly protocol: DependencyCheck['protocol']['kind'];
  readonly verdict: Verdict;
  readonly durationMs: number;
}

/** Keeps checks going for all who want to know. */
export interface Checker {
  /**
   * Begins to check, at once and then at intervals, unless somebody else has the very same check done: then both share it, at
   * the shorter interval. Returns at once. `onChange` is called each time the verdict differs from the one before it, not with
   * one that is there already; never from within `subscribe`.
   */
  subscribe(check: DependencyCheck, intervalMs: number, onChange: (verdict: Verdict) => void): Subscription;
  counts(): { readonly watched: number; readonly running: number; readonly waiting: number };
  /** Aborts what runs and forgets everything; nobody is called any more. */
  stop(): void;
}

export interface Subscription {
  /** The last verdict; Pending before the first. */
  verdict(): Verdict;
  /** Ends it. The check ends with its last subscription, even while it runs. Twice is as once. */
  end(): void;
}

interface Subscriber {
  readonly intervalMs: number;
  readonly onChange: (verdict: Verdict) => void;
}

interface Entry {
  readonly key: string;
  readonly check: DependencyCheck;
  readonly subscribers: Set<Subscriber>;
  verdict: Verdict | undefined;
  /** How often in a row it has failed. */
  failures: number;
  /** When it was last begun. */
  beganMs: number | undefined;
  running: AbortController | undefined;
  cancelTimer: (() => void) | undefined;
}

export function createChecker(options: CheckerOptions): Checker {
  const { now, random, setTimer, maxAtOnce, maxBackOffMs, onError } = options;
  const salt = randomUUID();
  const entries = new Map<string, Entry>();
  const waiting = new Set<Entry>();
  let running = 0;

  const schedule = (entry: Entry): void => {
    entry.cancelTimer?.();
    const intervalMs = Math.min(...[...entry.subscribers].map((subscriber) => subscriber.intervalMs));
    const delayMs = nextDelayMs({ intervalMs, maxBackOffMs, failures: entry.failures, random: random() });
    const elapsedMs = now() - (entry.beganMs ?? now());
    entry.cancelTimer = setTimer(() => enqueue(entry), Math.max(0, delayMs - elapsedMs));
  };

  const enqueue = (entry: Entry): void => {
    waiting.add(entry);
    runWaiting();
  };

  const runWaiting = (): void => {
    for (const entry of waiting) {
      if (running >= maxAtOnce) return;
      waiting.delete(entry);
      void run(entry);
    }
  };

  const run = async (entry: Entry): Promise<void> => {
    const controller = new AbortController();
    const { signal } = controller;
    const beganMs = now();
    Object.assign(entry, { running: controller, beganMs });
    running += 1;
    const verdict = await attempt(entry.check, signal);
    running -= 1;
    if (!signal.aborted) {
      entry.running = undefined;
      const event = { protocol: entry.check.protocol.kind, verdict, durationMs: now() - beganMs };
      guard(() => options.onChecked?.(event));
      settle(entry, verdict);
    }
    runWaiting();
  };

  const attempt = async (check: DependencyCheck, signal: AbortSignal): Promise<Verdict> => {
    try {
      return await options.check(check, signal);
    } catch (error) {
      if (!signal.aborted) onError(error);
      return notChecked('CheckFailed', 'the check itself went wrong');
    }
  };

  const settle = (entry: Entry, verdict: Verdict): void => {
    entry.failures = isFailure(verdict) ? entry.failures + 1 : 0;
    const changed = !sameVerdict(entry.verdict, verdict);
    entry.verdict = verdict;
    schedule(entry);
    if (!changed) return;
    for (const { onChange } of entry.subscribers) guard(() => onChange(verdict));
  };

  const guard = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      onError(error);
    }
  };

  const forget = (entry: Entry): void => {
    entry.cancelTimer?.();
    entry.running?.abort();
    entry.subscribers.clear();
    waiting.delete(entry);
    entries.delete(entry.key);
  };

  return {
    subscribe: (check, intervalMs, onChange) => {
      const key = keyOfCheck(check, salt);
      const subscriber = { intervalMs, onChange };
      const known = entries.get(key);
      const entry = known ?? newEntry(key, check);
      entry.subscribers.add(subscriber);
      entries.set(key, entry);
      if (known === undefined) entry.cancelTimer = setTimer(() => enqueue(entry), 0);
      else if (entry.running === undefined && entry.verdict !== undefined && !waiting.has(entry)) schedule(entry);
      return {
        verdict: () => entry.verdict ?? notChecked('Pending', 'no check has been completed yet'),
        end: () => {
          const subscribed = entry.subscribers.delete(subscriber);
          if (subscribed && entry.subscribers.size === 0) forget(entry);
        },
      };
    },
    counts: () => ({ watched: entries.size, running, waiting: waiting.size }),
    stop: () => {
      for (const entry of entries.values()) forget(entry);
    },
  };
}

function newEntry(key: string, check: DependencyCheck): Entry {
  const fresh = { verdict: undefined, failures: 0, beganMs: undefined, running: undefined, cancelTimer: undefined };
  return { key, check, subscribers: new Set(), ...fresh };
}

function isFailure({ state }: Verdict): boolean {
  return state === 'Unreachable' || state === 'AuthenticationFailed';
}
