import { type Clocks, type Instant, longestSinceMs } from './clocks.ts';

/** One turn as the leader. Once over it stays over: what follows is another one. */
export interface Term {
  /** Whether this process may still act as the leader. Looks at the clocks, not at whether a timer has run. */
  isOn(): boolean;
  /** Aborts when the turn is over. */
  readonly ended: AbortSignal;
  /** The lease was renewed by a request that began at that moment. */
  renew(asked: Instant): void;
  end(): void;
}

/** A turn that ends `limitMs` after the beginning of the last request that renewed the lease. */
export function createTerm(begun: Instant, limitMs: number, clocks: Clocks): Term {
  const over = new AbortController();
  let asked = begun;
  let timer: NodeJS.Timeout | undefined;

  function end(): void {
    clearTimeout(timer);
    over.abort();
  }

  /** Ends the turn when its time has come, and looks again when it will have. */
  function isOn(): boolean {
    if (over.signal.aborted) {
      return false;
    }
    const leftMs = limitMs - longestSinceMs(clocks, asked);
    if (leftMs <= 0) {
      end();
      return false;
    }
    clearTimeout(timer);
    timer = setTimeout(isOn, leftMs);
    return true;
  }

  isOn();
  return {
    isOn,
    ended: over.signal,
    renew(next) {
      if (isOn()) {
        asked = next;
        isOn();
      }
    },
    end,
  };
}
