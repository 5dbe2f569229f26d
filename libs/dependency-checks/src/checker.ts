import { randomUUID } from 'node:crypto';
import { type DependencyCheck, keyOfCheck } from './dependency-check.ts';
import { nextDelayMs } from './next-delay.ts';
import { type Verdict, notChecked, sameVerdict } from './verdict.ts';
import { createWaitingLine } from './waiting-line.ts';

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

export interface Asker {
  /** Such as a namespace: parties take turns where more is to be checked than may be at once. */
  readonly party: string;
  readonly intervalMs: number;
}

/** Keeps checks going for all who want to know. */
export interface Checker {
  /**
   * Begins to check, at once and then at intervals, unless somebody else has the very same check done: then both share it, at
   * the shorter interval. Returns at once. `onChange` is called each time the verdict differs from the one before it, not with
   * one that is there already; never from within `subscribe`. Where only the message would differ, the verdict stays for five
   * minutes: a server that names other nodes each time is not to make every instance be written each time.
   */
  subscribe(check: DependencyCheck, asker: Asker, onChange: (verdict: Verdict) => void): Subscription;
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
  /** Of who asked first. */
  readonly party: string;
  readonly subscribers: Set<Subscriber>;
  /** The shortest that anybody wanted when the next check was set. */
  intervalMs: number;
  verdict: Verdict | undefined;
  /** Since when it has been this one. */
  saidMs: number | undefined;
  /** How often in a row it has failed. */
  failures: number;
  /** When it was last begun. */
  beganMs: number | undefined;
  running: AbortController | undefined;
  cancelTimer: (() => void) | undefined;
}

export function createChecker(options: CheckerOptions): Checker {
  const { now, setTimer } = options;
  const salt = randomUUID();
  const entries = new Map<string, Entry>();
  const partyOf = ({ party }: Entry) => party;
  const line = createWaitingLine<Entry>(options.maxAtOnce, partyOf, async (entry) => {
    if (await runCheck(entry, options)) schedule(entry);
  });

  const enqueueIn = (entry: Entry, delayMs: number): void => {
    entry.cancelTimer?.();
    entry.cancelTimer = setTimer(() => {
      entry.cancelTimer = undefined;
      line.add(entry);
    }, delayMs);
  };

  const schedule = (entry: Entry): void => {
    const elapsedMs = entry.beganMs === undefined ? 0 : now() - entry.beganMs;
    entry.intervalMs = Math.min(...[...entry.subscribers].map(({ intervalMs }) => intervalMs));
    enqueueIn(entry, Math.max(0, delayOf(entry, options) - elapsedMs));
  };

  const forget = (entry: Entry): void => {
    entry.cancelTimer?.();
    entry.running?.abort();
    entry.subscribers.clear();
    line.remove(entry);
    entries.delete(entry.key);
  };

  return {
    subscribe: (check, { party, intervalMs }, onChange) => {
      const key = keyOfCheck(check, salt);
      const subscriber = { intervalMs, onChange };
      const known = entries.get(key);
      const entry = known ?? newEntry(key, check, party, intervalMs);
      entry.subscribers.add(subscriber);
      entries.set(key, entry);
      if (known === undefined) enqueueIn(entry, 0);
      else if (intervalMs < entry.intervalMs && entry.beganMs !== undefined && entry.cancelTimer !== undefined) {
        schedule(entry); // what is waited for is too long now
      }
      return {
        verdict: () => entry.verdict ?? notChecked('Pending', 'no check has been completed yet'),
        end: () => {
          const subscribed = entry.subscribers.delete(subscriber);
          if (subscribed && entry.subscribers.size === 0) forget(entry);
        },
      };
    },
    counts: () => ({ watched: entries.size, ...line.counts() }),
    stop: () => {
      for (const entry of entries.values()) forget(entry);
    },
  };
}

/** Does the check and tells who wants to know; gives whether anybody still does. */
async function runCheck(entry: Entry, options: CheckerOptions): Promise<boolean> {
  const { check, now, onChecked, onError } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const beganMs = now();
  entry.running = controller;
  entry.beganMs = beganMs;
  const guard = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      onError(error);
    }
  };
  let verdict: Verdict;
  try {
    verdict = await check(entry.check, signal);
  } catch (error) {
    if (!signal.aborted) onError(error);
    verdict = notChecked('CheckFailed', 'the check itself went wrong');
  }
  if (signal.aborted) return false;
  entry.running = undefined;
  guard(() => onChecked?.({ protocol: entry.check.protocol.kind, verdict, durationMs: now() - beganMs }));
  entry.failures = isFailure(verdict) ? entry.failures + 1 : 0;
  if (sameVerdict(entry.verdict, verdict) || onlyWordsDiffer(entry, verdict, now())) return entry.subscribers.size > 0;
  entry.verdict = verdict;
  entry.saidMs = now();
  for (const { onChange } of entry.subscribers) guard(() => onChange(verdict));
  return entry.subscribers.size > 0;
}

const sameWordsMs = 300_000;

function onlyWordsDiffer({ verdict: last, saidMs = 0 }: Entry, { state, reason }: Verdict, nowMs: number): boolean {
  return last?.state === state && last.reason === reason && nowMs - saidMs < sameWordsMs;
}

function delayOf({ intervalMs, failures }: Entry, { maxBackOffMs, random }: CheckerOptions): number {
  return nextDelayMs({ intervalMs, maxBackOffMs, failures, random: random() });
}

function newEntry(key: string, check: DependencyCheck, party: string, intervalMs: number): Entry {
  const fresh = {
    verdict: undefined,
    saidMs: undefined,
    failures: 0,
    beganMs: undefined,
    running: undefined,
    cancelTimer: undefined,
  };
  return { key, check, party, subscribers: new Set(), intervalMs, ...fresh };
}

function isFailure({ state, reason }: Verdict): boolean {
  return state === 'Unreachable' || state === 'AuthenticationFailed' || reason === 'NotTold';
}
