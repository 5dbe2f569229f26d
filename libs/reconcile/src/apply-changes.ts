import type { WriteFailure } from '@ixn/assessment';
import type { Change } from '@ixn/rollout';
import type { ClusterWriter, WriteOutcome } from './ports.ts';

/** What became of one change. */
export interface AppliedChange {
  readonly change: Change;
  readonly outcome: WriteOutcome;
}

/**
 * Makes the changes one after the other, in their order: later objects need earlier ones. A failure does not keep back what
 * comes after it, as most of an instance is better than none of it.
 */
export async function applyChanges(
  changes: readonly Change[],
  writer: ClusterWriter,
): Promise<readonly AppliedChange[]> {
  const applied: AppliedChange[] = [];
  for (const change of changes) applied.push({ change, outcome: await applyChange(change, writer) });
  return applied;
}

async function applyChange(change: Change, writer: ClusterWriter): Promise<WriteOutcome> {
  switch (change.kind) {
    case 'create':
    case 'update':
      return writer.apply(change.manifest.object, change.kind);
    case 'delete':
      return writer.remove(change.child);
    case 'conflict':
      return { kind: 'taken', message: 'an object of this name exists and does not belong to this InteractionServer' };
  }
}

/** The object that a change is about, as `Kind name`. */
export function objectOf(change: Change): string {
  if (change.kind === 'delete') return `${change.child.kind} ${change.child.name}`;
  const { object } = change.manifest;
  return `${object.kind} ${object.metadata.name}`;
}

/** The changes that were not made, for assessment. */
export function failuresOf(applied: readonly AppliedChange[]): readonly WriteFailure[] {
  return applied.flatMap(({ change, outcome }): readonly WriteFailure[] => {
    if (outcome.kind === 'done') return [];
    const object = objectOf(change);
    const kind = outcome.kind === 'taken' ? 'conflict' : outcome.kind;
    return [{ object, kind, message: `${object}: ${outcome.message}` }];
  });
}
