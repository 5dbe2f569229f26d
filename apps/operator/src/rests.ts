/**
 * Lets a key rest for a moment after it was worked on, so that the many events of one rollout, and those that our own writes
 * cause, make one reconcile in place of one each. A key that has rested is handed on at once.
 */
export interface Rests {
  /** Hands the key on: now, or as soon as it has been worked on and has rested. */
  add(key: string): void;
  /** Runs `work`, while and after which the key rests. */
  around<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Forgets what rests. */
  clear(): void;
}

interface Rest {
  wanted: boolean;
  timer?: NodeJS.Timeout;
}

export function createRests(restMs: number, due: (key: string) => void): Rests {
  const resting = new Map<string, Rest>();

  function end(key: string, rest: Rest): void {
    // After `clear` the key may rest anew.
    if (resting.get(key) !== rest) return;
    resting.delete(key);
    if (rest.wanted) due(key);
  }

  return {
    add(key) {
      const rest = resting.get(key);
      if (rest === undefined) due(key);
      else rest.wanted = true;
    },
    async around(key, work) {
      clearTimeout(resting.get(key)?.timer);
      const rest: Rest = { wanted: false };
      resting.set(key, rest);
      try {
        return await work();
      } finally {
        rest.timer = setTimeout(() => end(key, rest), restMs);
      }
    },
    clear() {
      for (const { timer } of resting.values()) clearTimeout(timer);
      resting.clear();
    },
  };
}
