/** Keys that are due later, with one timer each. */
export interface Delays {
  /** Of several delays for one key the earliest counts. */
  add(key: string, delayMs: number): void;
  cancel(key: string): void;
  clear(): void;
  /** Time until the key is due, in ms; undefined when it is not delayed. */
  dueInMs(key: string): number | undefined;
}

export interface Clock {
  /** Milliseconds on any clock; `Date.now` by default. */
  readonly now?: () => number;
  /** Runs the callback after the delay and returns the way to cancel it; `setTimeout` by default. */
  readonly setTimer?: (callback: () => void, delayMs: number) => () => void;
}

/** `setTimeout` runs at once when the delay does not fit into 31 bits; a key that comes too early does no harm. */
const longestTimerMs = 2 ** 31 - 1;

export function createDelays({ now = Date.now, setTimer = systemTimer }: Clock, due: (key: string) => void): Delays {
  const delayed = new Map<string, { readonly dueMs: number; readonly cancel: () => void }>();

  function cancel(key: string): void {
    delayed.get(key)?.cancel();
    delayed.delete(key);
  }

  return {
    add(key, delayMs) {
      const dueMs = now() + delayMs;
      const earlier = delayed.get(key);
      if (earlier !== undefined && earlier.dueMs <= dueMs) {
        return;
      }
      cancel(key);
      const fire = () => {
        delayed.delete(key);
        due(key);
      };
      delayed.set(key, { dueMs, cancel: setTimer(fire, Math.min(Math.max(delayMs, 0), longestTimerMs)) });
    },
    cancel,
    clear() {
      for (const key of delayed.keys()) {
        cancel(key);
      }
    },
    dueInMs(key) {
      const dueMs = delayed.get(key)?.dueMs;
      return dueMs === undefined ? undefined : Math.max(dueMs - now(), 0);
    },
  };
}

function systemTimer(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}
