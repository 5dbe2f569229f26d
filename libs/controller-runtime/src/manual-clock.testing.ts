import type { Clock } from './delays.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Required<Clock> {
  /** Goes on, running the timers that become due, in their order. */
  advance(byMs: number): void;
  /** How many timers are set. */
  pending(): number;
}

export function createManualClock(): ManualClock {
  let nowMs = 0;
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  return {
    now: () => nowMs,
    setTimer(callback, delayMs) {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(byMs) {
      const untilMs = nowMs + byMs;
      for (;;) {
        const [next] = [...timers].filter(({ dueMs }) => dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs);
        if (next === undefined) {
          nowMs = untilMs;
          return;
        }
        timers.delete(next);
        nowMs = next.dueMs;
        next.callback();
      }
    },
    pending: () => timers.size,
  };
}
