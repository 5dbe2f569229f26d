import { openDatabases } from './databases-provisioned.ts';
import { referenceProblems } from './reference-problems.ts';
import { failureReasons, stalled } from './stalled.ts';
import { heldByUser } from './update-pending.ts';
import { type Findings, together, type Verdict } from './verdict.ts';

/** Reconciling stands while something goes on by itself: a rollout, a lost pod coming back, a write to be tried again. */
export function reconciling(findings: Findings): Verdict | undefined {
  if (stalled(findings) !== undefined) return undefined;
  const { workloads, failures } = findings;
  const [failure] = failures;
  if (failure !== undefined)
    return { status: 'True', reason: failureReasons[failure.kind], message: together(failures) };
  const problems = referenceProblems(workloads);
  if (problems !== undefined) return { status: 'True', ...problems };
  // What waits for the restart that it belongs to is told with that.
  const databases = openDatabases(findings.databases.filter(({ reason }) => reason !== 'ProvisioningWaits'));
  if (databases !== undefined) return { status: 'True', ...databases };
  for (const state of ['lost', 'rolling'] as const) {
    const found = workloads.filter((finding) => finding.state === state);
    const [first] = found;
    if (first !== undefined) return { status: 'True', reason: first.reason, message: together(found) };
  }
  return heldByUser(findings);
}
