import { type Clock, createDelays } from './delays.ts';

/** A queue of keys for workers: each key waits at most once, and is never with two workers at a time. */
export interface WorkQueue {
  /** Makes the key wait for a worker; when it is being worked right now, for once more after that. */
  add(key: string): void;
  /** Adds the key after a delay. Of several delays for one key the earliest counts; taking the key forgets it. */
  addAfter(key: string, delayMs: number): void;
  /**
   * Adds the key after its back-off, which doubles with every call until `forget`, and not before `atLeastMs`.
   * Returns the delay in ms.
   */
  addRateLimited(key: string, atLeastMs?: number): number;
  /** The delay that `addRateLimited` would choose now, in ms. */
  retryDelayMs(key: string, atLeastMs?: number): number;
  /** The key succeeded: its back-off starts anew. */
  forget(key: string): void;
  /** How often `addRateLimited` was called for the key since `forget`. */
  failures(key: string): number;
  /** How many keys failed at their last try, and the time in ms until each of them has been tried again. */
  retries(): { readonly keys: number; readonly longestMs: number };
  /** The key that has waited longest, as soon as there is one; undefined after `shutDown`. Call `done` after it. */
  take(): Promise<string | undefined>;
  /** The worker has finished with the key. */
  done(key: string): void;
  /** How many keys wait for a worker now; delayed ones do not count. */
  depth(): number;
  /**
   * Hands out nothing more: whatever waits is dropped, as every key is worked again after the next start.
   * Resolves when the keys being worked are done.
   */
  shutDown(): Promise<void>;
}

export interface WorkQueueOptions extends Clock {
  readonly backoff: { readonly baseMs: number; readonly maxMs: number };
}

export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { backoff } = options;
  const waiting = new Set<string>(); // in the order of their arrival
  const working = new Set<string>();
  const again = new Set<string>(); // came while they were being worked
  const failures = createFailures(backoff);
  const idle: ((key: string | undefined) => void)[] = [];
  const drained = Promise.withResolvers<void>();
  const delays = createDelays(options, add);
  let stopped = false;

  function add(key: string): void {
    if (stopped) {
      return;
    }
    (working.has(key) ? again : waiting).add(key);
    const [next] = waiting;
    if (next !== undefined) {
      idle.shift()?.(start(next));
    }
  }

  function start(key: string): string {
    waiting.delete(key);
    working.add(key);
    delays.cancel(key); // whoever works the key decides anew when it is due next
    return key;
  }

  function addAfter(key: string, delayMs: number): void {
    if (!stopped) {
      delays.add(key, delayMs);
    }
  }

  function resolveWhenDrained(): void {
    if (stopped && working.size === 0) {
      drained.resolve();
    }
  }

  return {
    add,
    addAfter,
    addRateLimited(key, atLeastMs) {
      const delayMs = failures.delayMs(key, atLeastMs);
      failures.count(key);
      addAfter(key, delayMs);
      return delayMs;
    },
    retryDelayMs: failures.delayMs,
    forget: failures.forget,
    failures: failures.of,
    retries: () => {
      const keys = failures.keys();
      return { keys: keys.length, longestMs: longestMs(keys.map((key) => delays.dueInMs(key))) };
    },
    async take() {
      if (stopped) {
        return undefined;
      }
      const [next] = waiting;
      return next === undefined ? new Promise((resolve) => idle.push(resolve)) : start(next);
    },
    done(key) {
      working.delete(key);
      if (again.delete(key)) {
        add(key);
      }
      resolveWhenDrained();
    },
    depth: () => waiting.size,
    shutDown() {
      stopped = true;
      waiting.clear();
      delays.clear();
      for (const worker of idle.splice(0)) {
        worker(undefined);
      }
      resolveWhenDrained();
      return drained.promise;
    },
  };
}

/** Of many delays, those that are not set left out; not by spreading, as there may be more than a call takes. */
function longestMs(delaysMs: readonly (number | undefined)[]): number {
  return delaysMs.reduce<number>((longest, delayMs = 0) => Math.max(longest, delayMs), 0);
}

/** Counts the failures of each key in a row, and what pause they make. */
function createFailures({ baseMs, maxMs }: WorkQueueOptions['backoff']) {
  const counts = new Map<string, number>();
  const of = (key: string) => counts.get(key) ?? 0;
  return {
    of,
    keys: () => [...counts.keys()],
    count: (key: string) => void counts.set(key, of(key) + 1),
    forget: (key: string) => void counts.delete(key),
    delayMs: (key: string, atLeastMs = 0) => Math.max(atLeastMs, Math.min(maxMs, baseMs * 2 ** of(key))),
  };
}
