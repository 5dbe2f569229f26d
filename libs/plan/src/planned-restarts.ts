import { toTimestamp } from '@ixn/assessment';
import { type Workload, workloads } from '@ixn/connections';
import type { ResolvedInstance } from '@ixn/manifests';
import { restartCauses, type RolloutInput, type WaitsFor } from '@ixn/rollout';
import type { PlannedRestart } from './plan.ts';
import type { Step, Write } from './steps.ts';

export interface RestartsInput {
  readonly rollout: RolloutInput;
  readonly steps: readonly Step[];
  readonly instance: ResolvedInstance;
  /** How many pods each workload has. */
  readonly pods: Readonly<Record<Workload, number>>;
}

/**
 * The workloads whose pods are replaced, in order: those that wait for nothing, those that wait for them, and those that wait
 * for a time or for somebody. A workload without pods, or one that is to stop, replaces none. Where a part of a change goes at
 * once and the rest waits, pods may be replaced twice.
 */
export function plannedRestarts({ rollout, steps, instance, pods }: RestartsInput): readonly PlannedRestart[] {
  const causes = restartCauses(rollout);
  const restarts = steps.flatMap(({ write, waitsFor, meanwhile }): readonly PlannedRestart[] => {
    const workload = restartedBy(write);
    if (workload === undefined) return [];
    const cause = causes[workload];
    if (cause === undefined || pods[workload] === 0 || rollout.facts[workload].desired === 0) return [];
    const restart = { workload, cause, interrupts: interruptedBy(workload, instance) };
    const opensAt = waitsFor === 'MaintenanceWindow' ? openingOf(rollout) : undefined;
    return [
      ...(meanwhile !== undefined && restartedBy(meanwhile) !== undefined ? [restart] : []),
      { ...restart, ...(waitsFor !== undefined && { waitsFor }), ...(opensAt !== undefined && { opensAt }) },
    ];
  });
  return restarts.toSorted((one, other) => rank(one.waitsFor) - rank(other.waitsFor));
}

/** The workload whose pods a write replaces. */
function restartedBy(write: Write): Workload | undefined {
  return write.kind === 'update' && write.restarts ? write.manifest.workload : undefined;
}

function openingOf({ policy: { window } }: RolloutInput): string | undefined {
  const opensAtMs = window?.open === false ? window.opensAtMs : undefined;
  return opensAtMs === undefined ? undefined : toTimestamp(opensAtMs);
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
