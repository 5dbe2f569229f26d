import { isInTrouble } from './databases-provisioned.ts';
import { reconciling } from './reconciling.ts';
import { isMissing } from './reference-problems.ts';
import { stalled } from './stalled.ts';
import { type Findings, together, type Verdict } from './verdict.ts';

/**
 * Ready: serves and has converged. Unknown while a change is rolled out, so that a deploy that waits for Ready does not fail
 * on it; False when a pod is lost, a Secret or ConfigMap is missing, or nothing goes on by itself.
 */
export function ready(findings: Findings): Verdict {
  const obstacle = stalled(findings);
  if (obstacle !== undefined) return { ...obstacle, status: 'False' };
  const progress = reconciling(findings);
  if (progress === undefined) return { status: 'True', reason: 'Converged', message: together(findings.workloads) };
  const lost = findings.workloads.some(({ state, referenceProblems: problems }) => {
    return state === 'lost' || problems.some(isMissing);
  });
  return { ...progress, status: lost || findings.databases.some(isInTrouble) ? 'False' : 'Unknown' };
}
