import { type Workload, workloads } from '@ixn/connections';
import type { ResolvedInstance } from '@ixn/manifests';
import {
  type RestartCauses,
  restartCauses,
  type RolloutDecision,
  type RolloutInput,
  type WaitsFor,
} from '@ixn/rollout';
import type { PlannedRestart } from './plan.ts';

export interface RestartsInput {
  readonly rollout: RolloutInput;
  readonly decision: RolloutDecision;
  readonly instance: ResolvedInstance;
  /** How many pods each workload has. */
  readonly pods: Readonly<Record<Workload, number>>;
}

/**
 * The workloads whose pods are replaced, in order: those that wait for nothing, those that wait for them, and those that wait
 * for a time or for somebody. A workload without pods, or one that is to stop, replaces none.
 */
export function plannedRestarts({ rollout, decision, instance, pods }: RestartsInput): readonly PlannedRestart[] {
  const causes: RestartCauses = restartCauses(rollout);
  const restarts = workloads.flatMap((workload): readonly PlannedRestart[] => {
    const cause = causes[workload];
    if (cause === undefined || pods[workload] === 0 || rollout.facts[workload].desired === 0) return [];
    const waitsFor = waitOf(decision, workload);
    const opensAt = waitsFor === 'MaintenanceWindow' ? openingOf(rollout) : undefined;
    return [
      {
        workload,
        cause,
        ...(waitsFor !== undefined && { waitsFor }),
        ...(opensAt !== undefined && { opensAt }),
        interrupts: interruptedBy(workload, instance),
      },
    ];
  });
  return restarts.toSorted((one, other) => rank(one.waitsFor) - rank(other.waitsFor));
}

function waitOf({ waiting }: RolloutDecision, workload: Workload): WaitsFor | undefined {
  const isRestart = ({ restart }: { readonly restart: unknown }) => restart !== undefined;
  const own = waiting
    .filter(isRestart)
    .find(({ change }) => 'manifest' in change && change.manifest.workload === workload);
  return own?.waitsFor;
}

function openingOf({ policy: { window } }: RolloutInput): string | undefined {
  const opensAtMs = window?.open === false ? window.opensAtMs : undefined;
  return opensAtMs === undefined ? undefined : new Date(opensAtMs).toISOString().replace('.000Z', 'Z');
}

/** The rows with the workload at one end, but those that nobody has configured. */
function interruptedBy(workload: Workload, { table, connections }: ResolvedInstance): readonly number[] {
  return table
    .filter(({ source, destination }) => source === workload || destination === workload)
    .map(({ number }) => number)
    .filter((number) => connections.some((entry) => entry.number === number && entry.state !== 'NotConfigured'))
    .toSorted((one, other) => one - other);
}

function rank(waitsFor: WaitsFor | undefined): number {
  if (waitsFor === undefined) return 0;
  return workloads.some((workload) => workload === waitsFor) ? 1 : 2;
}
