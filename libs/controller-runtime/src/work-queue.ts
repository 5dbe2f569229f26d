/** A queue of keys for workers: each key waits at most once, and is never with two workers at a time. */
export interface WorkQueue {
  /** Makes the key wait for a worker; when it is being worked right now, for once more after that. */
  add(key: string): void;
  /** Adds the key after a delay. Of several delays for one key the earliest counts; taking the key forgets it. */
  addAfter(key: string, delayMs: number): void;
  /** Adds the key after its back-off, which doubles with every call until `forget`. Returns the delay in ms. */
  addRateLimited(key: string): number;
  /** The key succeeded: its back-off starts anew. */
  forget(key: string): void;
  /** How often `addRateLimited` was called for the key since `forget`. */
  failures(key: string): number;
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

export interface WorkQueueOptions {
  readonly backoff: { readonly baseMs: number; readonly maxMs: number };
  /** Milliseconds on any clock; `Date.now` by default. */
  readonly now?: () => number;
  /** Runs the callback after the delay and returns the way to cancel it; `setTimeout` by default. */
  readonly setTimer?: (callback: () => void, delayMs: number) => () => void;
}

export function createWorkQueue(_options: WorkQueueOptions): WorkQueue {
  throw new Error('not built yet');
}
