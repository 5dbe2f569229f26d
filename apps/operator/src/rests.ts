/**
 * Lets a key rest for a moment after it was worked on, so that the many events of one rollout, and those that our own writes
 * cause, make one reconcile in place of one each. The moments grow while events go on, and begin anew once there was none in
 * one of them. A key that does not rest is handed on at once.
 */
export interface Rests {
  /** Hands the key on: now, or as soon as it has been worked on and has rested. */
  add(key: string): void;
  /** Runs `work`, while and after which the key rests. */
  around<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Forgets what rests. */
  clear(): void;
}

export interface RestTimes {
  readonly firstMs: number;
  readonly longestMs: number;
}

interface Rest {
  readonly ms: number;
  wanted: boolean;
  timer?: NodeJS.Timeout;
}

export function createRests({ firstMs, longestMs }: RestTimes, due: (key: string) => void): Rests {
  const resting = new Map<string, Rest>();

  function end(key: string, rest: Rest): void {
    // After `clear` the key may rest anew.
    if (resting.get(key) !== rest) return;
    if (!rest.wanted) {
      resting.delete(key);
      return;
    }
    resting.set(key, { ms: Math.min(2 * rest.ms, longestMs), wanted: false });
    due(key);
  }

  return {
    add(key) {
      const rest = resting.get(key);
      if (rest === undefined) due(key);
      else rest.wanted = true;
    },
    async around(key, work) {
      const before = resting.get(key);
      clearTimeout(before?.timer);
      // What was wanted until now is what this work is about.
      const rest: Rest = { ms: before?.ms ?? firstMs, wanted: false };
      resting.set(key, rest);
      try {
        return await work();
      } finally {
        rest.timer = setTimeout(() => end(key, rest), rest.ms);
      }
    },
    clear() {
      for (const { timer } of resting.values()) clearTimeout(timer);
      resting.clear();
    },
  };
}
