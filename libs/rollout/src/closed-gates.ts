import { checkStateOf, type DependencyVerdict } from '@ixn/connections';
import type { InteractionServerSpec } from '@ixn/interaction-server';

/**
 * The connections that a rollout waits for now, by their numbers, sorted: those of `gateRolloutOn` that do not answer, or of
 * which it is not known yet. What cannot be found out (behind a sidecar, from outside the cluster, without a pod) keeps nothing
 * back, as it would for ever; nor does a row that nobody has configured.
 */
export function closedGates(
  { mode, gateRolloutOn = [] }: InteractionServerSpec['dependencyChecks'],
  known: ReadonlyMap<number, DependencyVerdict>,
): readonly number[] {
  if (mode === 'Off') return [];
  return [...new Set(gateRolloutOn)].filter((row) => isClosed(known.get(row))).toSorted((a, b) => a - b);
}

function isClosed(verdict: DependencyVerdict | undefined): boolean {
  if (verdict === undefined) return false;
  switch (checkStateOf(verdict.reason)) {
    case 'Unreachable':
    case 'AuthenticationFailed':
      return true;
    case 'NotChecked':
      return verdict.reason === 'Pending';
    case 'Reachable':
    case 'CertificateExpiring':
      return false;
  }
}
