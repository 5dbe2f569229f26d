import { progressOf, toTimestamp, type WorkloadInput } from '@ixn/assessment';
import type { Workload } from '@ixn/connections';
import type { InteractionServerStatus, PendingChange, PendingStatus } from '@ixn/interaction-server';
import { type Change, objectOf, type RolloutPolicy, type WaitingChange, type WorkloadFacts } from '@ixn/rollout';

/** What is known of the workloads before anything is written. */
export function factsOf(
  inputs: readonly WorkloadInput[],
  before: InteractionServerStatus | undefined,
): Readonly<Record<Workload, WorkloadFacts>> {
  const of = (workload: Workload): WorkloadFacts => {
    const input = inputs.find((candidate) => candidate.workload === workload);
    const status = before?.workloads?.find((candidate) => candidate.name === workload);
    return progressOf(input ?? { desired: 0, observed: undefined }, status);
  };
  return { ixnServer: of('ixnServer'), ixnNode: of('ixnNode'), ixnVQNode: of('ixnVQNode') };
}

/** What the status says of changes that wait; undefined while none does. */
export function pendingOf(
  waiting: readonly WaitingChange[],
  updateId: string,
  { window }: RolloutPolicy,
): PendingStatus | undefined {
  if (waiting.length === 0) return undefined;
  const changes = waiting.map(({ change, restart, waitsFor, fields }): PendingChange => {
    const cause = restart ?? (change.kind === 'update' ? change.cause : 'SpecChanged');
    return { object: objectOf(change), cause, waitsFor, ...(fields.length > 0 && { fields }) };
  });
  const waitsForWindow = waiting.some(({ waitsFor }) => waitsFor === 'MaintenanceWindow');
  const opensAtMs = waitsForWindow && window?.open === false ? window.opensAtMs : undefined;
  return {
    id: updateId,
    changes,
    ...(opensAtMs !== undefined && { nextWindow: toTimestamp(opensAtMs) }),
  };
}

/**
 * The changes that come once IXN or a database is through: they are tried with what goes first, as a refusal must not leave
 * half a change.
 */
export function following(waiting: readonly WaitingChange[]): readonly Change[] {
  return waiting
    .filter(({ waitsFor }) => waitsFor === 'ixnServer' || waitsFor === 'Database')
    .map(({ change }) => change);
}

/**
 * The same, with what keeps its change back: a pause of everything, connections that are to answer before it is made, its
 * database, or the workload that is restarted before it.
 */
export function waitingFor(
  input: WorkloadInput,
  waiting: readonly WaitingChange[],
  { pause }: RolloutPolicy,
): WorkloadInput {
  const own = waiting.filter(({ change }) => 'manifest' in change && change.manifest.workload === input.workload);
  // What the operator alone would change leaves pods that run what the spec says.
  const templateHeld = own.some(({ change, restart }) => {
    return change.kind === 'update' && restart !== undefined && restart !== 'OperatorUpdated';
  });
  const waitsFor = reasonToWait(own, pause);
  return { ...input, ...(waitsFor !== undefined && { waitsFor }), ...(templateHeld && { templateHeld }) };
}

function reasonToWait(own: readonly WaitingChange[], pause: RolloutPolicy['pause']): WorkloadInput['waitsFor'] {
  if (pause === 'All' && own.length > 0) return 'Resume';
  if (own.some(({ change, waitsFor }) => change.kind === 'create' && waitsFor === 'Dependencies'))
    return 'Dependencies';
  return (['ixnServer', 'Database'] as const).find((reason) => own.some(({ waitsFor }) => waitsFor === reason));
}
