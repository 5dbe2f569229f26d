import type { ConditionReason } from '@ixn/interaction-server';
import type { WriteFailure } from '../findings.ts';
import { referenceProblems } from './reference-problems.ts';
import { type Findings, together, type Verdict } from './verdict.ts';

/** Stalled stands when somebody has to act: a name that is taken, a refused object, a rollout that took too long. */
export function stalled({ workloads, failures, databases }: Findings): Verdict | undefined {
  const hopeless = failures.filter((failure) => failure.kind === 'conflict' || failure.kind === 'refused');
  const [first] = hopeless;
  if (first !== undefined) return { status: 'True', reason: failureReasons[first.kind], message: together(hopeless) };
  const refused = databases.filter((database) => database.stalled);
  const [refusal] = refused;
  if (refusal !== undefined) return { status: 'True', reason: refusal.reason, message: together(refused) };
  const overdue = workloads.filter((finding) => finding.state === 'overdue');
  const [cause] = overdue;
  if (cause === undefined) return undefined;
  // A pod that waits for a Secret says nothing of itself.
  const problems = cause.reason === 'ProgressDeadlineExceeded' ? referenceProblems(overdue) : undefined;
  const causes = together([...(problems ? [problems] : []), ...overdue]);
  const reason = problems?.reason ?? cause.reason;
  return { status: 'True', reason, message: `the rollout takes too long: ${causes}` };
}

/** The reason that a failed write gives. */
export const failureReasons = {
  conflict: 'ObjectConflict',
  predecessor: 'WaitingForPredecessor',
  refused: 'ApplyRefused',
  failed: 'ApplyFailed',
} as const satisfies Record<WriteFailure['kind'], ConditionReason>;
