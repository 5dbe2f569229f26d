export interface Deadline {
  /** Aborts when the time is over or the caller's signal aborts. */
  readonly signal: AbortSignal;
  /** Starts the time anew. */
  extend(timeoutMs: number): void;
  readonly expired: boolean;
  /** Frees the timer and the listener; to be called in every case. */
  release(): void;
}

/**
 * Joins a time limit with the caller's signal. `AbortSignal.any` with `AbortSignal.timeout` would do the same, but
 * keeps every finished request alive as long as a long-lived signal lives.
 */
export function createDeadline(signal: AbortSignal | undefined, timeoutMs: number): Deadline {
  const controller = new AbortController();
  let expired = false;
  let timer: NodeJS.Timeout | undefined;
  const abort = () => controller.abort();
  const extend = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      expired = true;
      controller.abort();
    }, ms);
  };
  if (signal?.aborted) {
    controller.abort();
  } else {
    signal?.addEventListener('abort', abort, { once: true });
    extend(timeoutMs);
  }
  return {
    signal: controller.signal,
    extend,
    get expired() {
      return expired;
    },
    release() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
