/** Share of a wait by which it is shortened or lengthened at random, so that checks do not come in step. */
const jitter = 0.1;

/** A check that fails is soon done again at the interval, then less and less often. */
const patience = 2;

export interface DelayInputs {
  readonly intervalMs: number;
  readonly maxBackOffMs: number;
  /** How often in a row the check has failed. */
  readonly failures: number;
  /** From 0 up to, but not including, 1. */
  readonly random: number;
}

/** Milliseconds from the beginning of one check to the beginning of the next. */
export function nextDelayMs({ intervalMs, maxBackOffMs, failures, random }: DelayInputs): number {
  const longestMs = Math.max(intervalMs, maxBackOffMs);
  const plainMs = Math.min(longestMs, intervalMs * 2 ** Math.max(0, Math.min(failures, 30) - patience));
  return Math.round(plainMs * (1 + jitter * (2 * random - 1)));
}
