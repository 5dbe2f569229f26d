import { failureReasons, stalled } from './stalled.ts';
import { type Findings, together, type Verdict } from './verdict.ts';

/** Reconciling stands while something goes on by itself: a rollout, a lost pod coming back, a write to be tried again. */
export function reconciling(findings: Findings): Verdict | undefined {
  if (stalled(findings) !== undefined) return undefined;
  const { workloads, failures } = findings;
  if (failures.length > 0) return { status: 'True', reason: failureReasons.failed, message: together(failures) };
  const lost = workloads.filter((finding) => finding.state === 'lost');
  if (lost.length > 0) return { status: 'True', reason: 'PodNotReady', message: together(lost) };
  const rolling = workloads.filter((finding) => finding.state === 'rolling');
  if (rolling.length > 0) return { status: 'True', reason: 'RollingOut', message: together(rolling) };
  return undefined;
}
