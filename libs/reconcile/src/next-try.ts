import { toTimestamp } from '@ixn/assessment';
import type { InteractionServerStatus } from '@ixn/interaction-server';
import type { WriteOutcome } from './ports.ts';

/**
 * When the instance is looked at again if no event comes before: never, after a time, or soon with growing pauses because
 * something failed (`afterMs` where the API server asked for a pause; `code` where a request has one).
 */
export type NextTry =
  | { readonly kind: 'none' }
  | { readonly kind: 'after'; readonly delayMs: number }
  | { readonly kind: 'retry'; readonly message: string; readonly code?: string; readonly afterMs?: number };

/** A name that is taken may become free without an event that we would see. */
const takenRetryMs = 15_000;

/** What a deleted instance leaves ends within seconds, and mostly with an event. */
const predecessorRetryMs = 2_000;

/** The record of a template that has just been replaced is deleted at the next look; a stopped workload has no event to tell. */
const recordsRetryMs = 1_000;

/** A time that has passed and still stands in the status must not make a loop. */
const shortestDelayMs = 1_000;

/** Timers do not reach further than 24 days; to look once more than is needed does no harm. */
const longestDelayMs = 86_400_000;

/** Decides the next look from what the writes gave and from the rollouts that are still on their way. */
export function nextTry(
  outcomes: readonly WriteOutcome[],
  status: InteractionServerStatus,
  {
    leavesRecords = false,
    ...clock
  }: { readonly nowMs: number; readonly progressDeadlineMs: number; readonly leavesRecords?: boolean },
): NextTry {
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failed !== undefined) {
    const { message, code, retryAfterMs: afterMs } = failed;
    return { kind: 'retry', message, ...(code !== undefined && { code }), ...(afterMs !== undefined && { afterMs }) };
  }
  const { nextWindow } = status.pending ?? {};
  const times = [nextWindow, ...(status.databases ?? []).map(({ retryAt }) => retryAt)];
  const delays = [
    ...(leavesRecords ? [recordsRetryMs] : []),
    ...times
      .filter((time) => time !== undefined)
      .map((time) => Math.min(Math.max(Date.parse(time) - clock.nowMs, shortestDelayMs), longestDelayMs)),
    ...outcomes.filter((outcome) => outcome.kind === 'taken').map(() => takenRetryMs),
    ...outcomes.filter((outcome) => outcome.kind === 'predecessor').map(() => predecessorRetryMs),
    ...(status.workloads ?? [])
      .filter((workload) => !workload.settled)
      .map((workload) => Date.parse(workload.startedAt) + clock.progressDeadlineMs - clock.nowMs)
      .filter((delayMs) => delayMs >= 0)
      // One second more than the deadline: times in the status have whole seconds.
      .map((delayMs) => delayMs + 1_000),
  ];
  return delays.length === 0 ? { kind: 'none' } : { kind: 'after', delayMs: Math.min(...delays) };
}

/**
 * When what failed is tried again, RFC 3339; undefined where nothing failed. `retryDelayMs` is the pause that the work queue
 * would choose. Times in the status have whole seconds: it comes rather a little sooner than it says.
 */
export function retryTime(
  next: NextTry,
  { nowMs, retryDelayMs }: { readonly nowMs: number; readonly retryDelayMs: number },
): string | undefined {
  if (next.kind !== 'retry') return undefined;
  const dueMs = nowMs + Math.max(next.afterMs ?? 0, retryDelayMs);
  return toTimestamp(Math.ceil(dueMs / 1000) * 1000);
}
