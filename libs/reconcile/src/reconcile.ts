import { isDeepStrictEqual } from 'node:util';
import { assess, assessInvalid, type WorkloadInput } from '@ixn/assessment';
import { workloads } from '@ixn/connections';
import { type InteractionServerStatus, parse } from '@ixn/interaction-server';
import { buildManifests, resolve, type ResolvedInstance } from '@ixn/manifests';
import { decideRollout, diff } from '@ixn/rollout';
import { type AppliedChange, applyChanges, failuresOf } from './apply-changes.ts';
import type { CustomResource, InstanceRef, Observation, Ports, WriteOutcome } from './ports.ts';
import { type NextTry, nextTry } from './next-try.ts';

/** How long a rollout may take before the instance counts as stalled. */
const progressDeadlineMs = 600_000;

/** What one run did. */
export interface Reconciled {
  readonly generation: number;
  readonly applied: readonly AppliedChange[];
  /** The status that was written; undefined when it said so already. */
  readonly reported: InteractionServerStatus | undefined;
  readonly next: NextTry;
}

/** Brings the cluster to what one InteractionServer says, and says how it stands. Undefined when there is none to work for. */
export async function reconcile(ref: InstanceRef, ports: Ports): Promise<Reconciled | undefined> {
  const resource = ports.reader.instance(ref);
  // Kubernetes itself collects the children of a resource that is being deleted.
  if (resource === undefined || resource.metadata.deletionTimestamp !== undefined) return undefined;

  const { uid: instanceUid, generation } = resource.metadata;
  const parsed = parse(resource);
  if (!parsed.ok) {
    const { violations } = parsed;
    const status = assessInvalid({ generation, before: resource.status, nowMs: ports.now(), violations });
    return report(resource, [], status, ports);
  }

  const instance = resolve(parsed.value);
  const wanted = buildManifests(instance, ports.podMergeSchema);
  const observed = ports.reader.observe(resource).children;
  const changes = diff({ instanceUid, wanted, observed, ownsExactly: ports.ownsExactly });
  const { now } = decideRollout(changes);
  const applied = await applyChanges(now, ports.writer);

  const status = assess({
    generation,
    before: resource.status,
    workloads: workloadInputs(instance, ports.reader.observe(resource)),
    failures: failuresOf(applied),
    nowMs: ports.now(),
    progressDeadlineMs,
  });
  return report(resource, applied, status, ports);
}

/** Writes the status only when it differs from what the resource says already. */
async function report(
  resource: CustomResource,
  applied: readonly AppliedChange[],
  status: InteractionServerStatus,
  ports: Ports,
): Promise<Reconciled> {
  const differs = !isDeepStrictEqual(status, resource.status);
  const outcome: WriteOutcome = differs ? await ports.writer.reportStatus(resource, status) : { kind: 'done' };
  const outcomes = [...applied.map((change) => change.outcome), outcome];
  return {
    generation: resource.metadata.generation,
    applied,
    reported: differs && outcome.kind === 'done' ? status : undefined,
    next: nextTry(outcomes, status, { nowMs: ports.now(), progressDeadlineMs }),
  };
}

function workloadInputs(instance: ResolvedInstance, observation: Observation): readonly WorkloadInput[] {
  return workloads.map((workload) => {
    const { replicas, image } = instance.workloads[workload];
    return { workload, desired: replicas, image, observed: observation.workloads[workload] };
  });
}
