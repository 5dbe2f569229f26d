import { failureReasons, stalled } from './stalled.ts';
import { type Findings, together, type Verdict } from './verdict.ts';

/** Reconciling stands while something goes on by itself: a rollout, a lost pod coming back, a write to be tried again. */
export function reconciling(findings: Findings): Verdict | undefined {
  if (stalled(findings) !== undefined) return undefined;
  const { workloads, failures } = findings;
  const [failure] = failures;
  if (failure !== undefined)
    return { status: 'True', reason: failureReasons[failure.kind], message: together(failures) };
  const missing = missingSecrets(findings);
  if (missing !== undefined) return missing;
  for (const state of ['lost', 'rolling'] as const) {
    const found = workloads.filter((finding) => finding.state === state);
    const [first] = found;
    if (first !== undefined) return { status: 'True', reason: first.reason, message: together(found) };
  }
  return undefined;
}

/** A Secret that does not exist keeps pods from starting, now or at the next restart. */
function missingSecrets({ workloads }: Findings): Verdict | undefined {
  const sentences = workloads.flatMap(({ workload, missingSecrets: names }) =>
    names.map((name) => ({ message: `Secret ${name}, which ${workload} reads, does not exist` })),
  );
  return sentences.length === 0 ? undefined : { status: 'True', reason: 'SecretMissing', message: together(sentences) };
}
