import type { MendedObject, WriteFailure } from '@ixn/assessment';
import { type Change, objectOf, predecessorMessage, type Restart, takenMessage, unguardedMessage } from '@ixn/rollout';
import type { ClusterWriter, WriteOutcome } from './ports.ts';

/** What became of one change. */
export interface AppliedChange {
  readonly change: Change;
  readonly outcome: WriteOutcome;
  /** Of a field that was put back: who had changed what, in words. */
  readonly drift?: string;
}

/**
 * Makes the changes one after the other, in their order: later objects need earlier ones. A failure does not keep back what
 * comes after it, as most of an instance is better than none of it; only a workload whose NetworkPolicy failed waits for it.
 */
export async function applyChanges(
  changes: readonly Change[],
  writer: ClusterWriter,
): Promise<readonly AppliedChange[]> {
  const applied: AppliedChange[] = [];
  for (const change of changes) {
    if (isUnguarded(change, applied)) {
      applied.push({ change, outcome: unguarded });
      continue;
    }
    const drift = await driftOf(change, writer);
    const outcome = await applyChange(change, writer);
    applied.push({ change, outcome, ...(drift !== undefined && { drift }) });
  }
  return applied;
}

const unguarded: WriteOutcome = { kind: 'failed', message: unguardedMessage };

/** Whether a workload would run without the policy that is to guard it. */
function isUnguarded(change: Change, applied: readonly AppliedChange[]): boolean {
  if (change.kind !== 'create' && change.kind !== 'update') return false;
  const { object, workload } = change.manifest;
  if (object.kind !== 'StatefulSet' && object.kind !== 'Deployment' && object.kind !== 'Job') return false;
  return applied.some(
    ({ change: earlier, outcome }) =>
      earlier.kind !== 'delete' &&
      earlier.manifest.workload === workload &&
      earlier.manifest.object.kind === 'NetworkPolicy' &&
      outcome.kind !== 'done',
  );
}

/** Who did it has to be asked before it is put back. */
async function driftOf(change: Change, writer: ClusterWriter): Promise<string | undefined> {
  if (change.kind !== 'update' || change.cause !== 'Drift') return undefined;
  return writer.explainDrift(change.manifest.object);
}

async function applyChange(change: Change, writer: ClusterWriter): Promise<WriteOutcome> {
  switch (change.kind) {
    case 'create':
    case 'update':
      return writer.apply(change.manifest.object, change.kind);
    case 'delete':
      return writer.remove(change.child);
    case 'conflict':
      return { kind: 'taken', message: takenMessage(change.child.controller) };
    case 'await':
      return { kind: 'predecessor', message: predecessorMessage };
  }
}

/**
 * Asks the API server whether it would take the workloads that a podTemplate changes, before anything is written: a refusal
 * must not leave an instance half changed. The changes that it refuses or cannot judge, with its words; a name that is taken
 * keeps nothing back, as in `applyChanges`.
 */
export async function tryChanges(changes: readonly Change[], writer: ClusterWriter): Promise<readonly AppliedChange[]> {
  const unwelcome: AppliedChange[] = [];
  for (const change of changes) {
    if ((change.kind !== 'create' && change.kind !== 'update') || !change.manifest.customised) continue;
    const outcome = await writer.tryApply(change.manifest.object, change.kind);
    if (outcome.kind === 'refused' || outcome.kind === 'failed') unwelcome.push({ change, outcome });
  }
  return unwelcome;
}

/** The changes that were not made, for assessment. */
export function failuresOf(applied: readonly AppliedChange[]): readonly WriteFailure[] {
  return applied.flatMap(({ change, outcome }) => failureOf(objectOf(change), outcome));
}

/** What assessment is told of a write to an object (`Kind name`): nothing where it was done. */
export function failureOf(object: string, outcome: WriteOutcome): readonly WriteFailure[] {
  if (outcome.kind === 'done') return [];
  const kind = outcome.kind === 'taken' ? 'conflict' : outcome.kind;
  return [{ object, kind, message: `${object}: ${outcome.message}` }];
}

/** The restarts whose write was taken. */
export function restartsMade(restarts: readonly Restart[], applied: readonly AppliedChange[]): readonly Restart[] {
  const made = applied.filter(({ change, outcome }) => change.kind === 'update' && outcome.kind === 'done');
  const objects = new Set(made.map(({ change }) => objectOf(change)));
  return restarts.filter(({ object }) => objects.has(object));
}

/** Whether a workload got another template: then the record of the old one is left. */
export function replacesTemplate(applied: readonly AppliedChange[]): boolean {
  return applied.some(({ change, outcome }) => change.kind === 'update' && change.restarts && outcome.kind === 'done');
}

/** The objects that were put back after somebody had changed them. */
export function mendedObjects(applied: readonly AppliedChange[]): readonly MendedObject[] {
  return applied
    .filter(({ change, outcome }) => change.kind === 'update' && change.cause === 'Drift' && outcome.kind === 'done')
    .map(({ change, drift }) => ({ object: objectOf(change), drift }));
}
