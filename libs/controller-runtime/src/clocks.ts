/** The clocks of this process, in milliseconds. */
export interface Clocks {
  /** Never goes back, whatever sets the time of day. It may stand still while the machine is suspended. */
  monotonicMs(): number;
  /** The time of day. */
  epochMs(): number;
}

export const systemClocks: Clocks = { monotonicMs: () => performance.now(), epochMs: () => Date.now() };

/** One moment on both clocks. */
export interface Instant {
  readonly monotonicMs: number;
  readonly epochMs: number;
}

export function instantOf(clocks: Clocks): Instant {
  return { monotonicMs: clocks.monotonicMs(), epochMs: clocks.epochMs() };
}

/**
 * How much time may have passed since then: the larger of what the two clocks say. The time of day also counts a
 * suspended machine; when it is set forward too much counts, and never too little.
 */
export function longestSinceMs(clocks: Clocks, then: Instant): number {
  return Math.max(clocks.monotonicMs() - then.monotonicMs, clocks.epochMs() - then.epochMs);
}
