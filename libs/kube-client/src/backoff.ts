export interface Backoff {
  /** The delay before the next try, in ms: doubles with each call up to the maximum, of which half is random. */
  next(): number;
  reset(): void;
}

/** Full delays are `baseMs`, twice that, and so on up to `maxMs`; a random half of each keeps many from trying at once. */
export function createBackoff(baseMs: number, maxMs: number, random: () => number = Math.random): Backoff {
  let tries = 0;
  return {
    next() {
      const fullMs = Math.min(maxMs, baseMs * 2 ** tries);
      tries += 1;
      return fullMs * (0.5 + random() / 2);
    },
    reset() {
      tries = 0;
    },
  };
}

/** Waits; ends early, without an error, when the signal aborts. */
export async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) {
    return;
  }
  await new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, delayMs);
    signal?.addEventListener('abort', finish, { once: true });
  });
}
