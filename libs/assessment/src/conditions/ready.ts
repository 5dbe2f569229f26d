import { reconciling } from './reconciling.ts';
import { stalled } from './stalled.ts';
import { type Findings, together, type Verdict } from './verdict.ts';

/**
 * Ready: serves and has converged. Unknown while a change is rolled out, so that a deploy that waits for Ready does not fail
 * on it; False when a pod is lost or nothing goes on by itself.
 */
export function ready(findings: Findings): Verdict {
  const obstacle = stalled(findings);
  if (obstacle !== undefined) return { ...obstacle, status: 'False' };
  const progress = reconciling(findings);
  if (progress === undefined) {
    return { status: 'True', reason: 'Converged', message: together(findings.workloads) };
  }
  return { ...progress, status: progress.reason === 'PodNotReady' ? 'False' : 'Unknown' };
}
