import type { Change } from './changes.ts';

/** What is written now. What waits, and why, joins it when there is something to wait for. */
export interface RolloutDecision {
  readonly now: readonly Change[];
}

/** Decides which changes go now: all of them, in their order. */
export function decideRollout(changes: readonly Change[]): RolloutDecision {
  return { now: changes };
}
