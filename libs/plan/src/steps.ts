import type { Workload } from '@ixn/connections';
import { templateRecordAnnotation } from '@ixn/manifests';
import { type Change, diff, type DiffInput, objectOf, type RolloutDecision, type WaitsFor } from '@ixn/rollout';

/** A change that writes something. */
export type Write = Extract<Change, { readonly kind: 'create' | 'update' | 'delete' }>;

/** One write of all that follow. */
export interface Step {
  readonly write: Write;
  /** What it waits for; undefined where it goes at once. */
  readonly waitsFor: WaitsFor | undefined;
  /** Whether a part of it goes at once all the same: all but the pods. */
  readonly partNow: boolean;
}

/**
 * All writes that lead to what is wanted, of those that the decision makes now and of those that it lets wait, and what is
 * deleted when they are through: the records of templates that no pod runs any more.
 */
export function stepsOf(target: DiffInput, changes: readonly Change[], decision: RolloutDecision): readonly Step[] {
  const now = new Map(decision.now.map((change) => [objectOf(change), change]));
  const applied = changes.filter((change) => change.kind === 'create' || change.kind === 'update');
  const writes = applied.map((write): Step => {
    const soon = now.get(objectOf(write));
    const wholly = soon !== undefined && 'manifest' in soon && soon.manifest.fingerprint === write.manifest.fingerprint;
    if (wholly) return { write, waitsFor: undefined, partNow: false };
    return { write, waitsFor: waitOf(decision, write, write.manifest.workload), partNow: soon !== undefined };
  });
  const users = new Map(
    applied.flatMap((write) =>
      write.kind === 'update' ? [[write.child.templateRecord, write.manifest.workload] as const] : [],
    ),
  );
  const deletions = deletionsAfter(target, applied).map((write): Step => {
    const goesNow = now.has(objectOf(write));
    const waitsFor = goesNow ? undefined : waitOf(decision, write, users.get(write.child.name));
    return { write, waitsFor, partNow: false };
  });
  return [...writes, ...deletions];
}

/** What a write waits for: itself where everything is paused, or else its workload; what leads to it waits with it. */
function waitOf({ waiting }: RolloutDecision, write: Write, workload: Workload | undefined): WaitsFor | undefined {
  const itself = waiting.find(({ change }) => objectOf(change) === objectOf(write));
  const own = waiting.find(({ change }) => 'manifest' in change && change.manifest.workload === workload);
  const other = write.kind === 'delete' ? undefined : waiting[0];
  return (itself ?? own ?? other)?.waitsFor;
}

type Deletion = Extract<Change, { readonly kind: 'delete' }>;

/** What is deleted once all writes are through. */
function deletionsAfter(target: DiffInput, applied: readonly Change[]): readonly Deletion[] {
  const recordsAfter = new Map(
    applied.flatMap((change) =>
      change.kind === 'update'
        ? [[change.child.uid, change.manifest.object.metadata.annotations?.[templateRecordAnnotation]] as const]
        : [],
    ),
  );
  const observed = target.observed.map((child) =>
    recordsAfter.has(child.uid) ? { ...child, templateRecord: recordsAfter.get(child.uid) } : child,
  );
  return diff({ ...target, observed }).filter((change) => change.kind === 'delete');
}
