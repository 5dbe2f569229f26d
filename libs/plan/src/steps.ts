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
  /** What is written at once in its place while it waits: a part of it. */
  readonly meanwhile: Write | undefined;
}

/**
 * All writes that lead to what is wanted: those that the decision makes now, those that it lets wait, and what is deleted when
 * they are through, such as the records of templates that no pod runs any more.
 */
export function stepsOf(target: DiffInput, changes: readonly Change[], decision: RolloutDecision): readonly Step[] {
  const now = new Map(decision.now.filter(isWrite).map((write) => [objectOf(write), write]));
  const wanted = changes.filter(isWrite).filter((write) => write.kind !== 'delete');
  const known = new Set(wanted.map(objectOf));
  // Records of what pods run until the rest may follow.
  const forNow = [...now.values()].filter((write) => write.kind !== 'delete' && !known.has(objectOf(write)));
  const writes = wanted.map((write): Step => {
    const soon = now.get(objectOf(write));
    if (soon !== undefined && isSame(soon, write)) return { write, waitsFor: undefined, meanwhile: undefined };
    return { write, waitsFor: waitOf(decision, write, write.manifest.workload), meanwhile: soon };
  });
  const deletions = deletionsAfter(target, wanted).map((write): Step => {
    const user = writes.find(
      (step) => step.write.kind === 'update' && step.write.child.templateRecord === write.child.name,
    );
    const waitsFor = now.has(objectOf(write)) ? undefined : (user?.waitsFor ?? waitOf(decision, write, undefined));
    return { write, waitsFor, meanwhile: undefined };
  });
  return [
    ...forNow.map((write): Step => ({ write, waitsFor: undefined, meanwhile: undefined })),
    ...writes,
    ...deletions,
  ];
}

function isWrite(change: Change): change is Write {
  return change.kind !== 'conflict' && change.kind !== 'await';
}

function isSame(one: Write, other: Write): boolean {
  return 'manifest' in one && 'manifest' in other && one.manifest.fingerprint === other.manifest.fingerprint;
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
function deletionsAfter(target: DiffInput, wanted: readonly Write[]): readonly Deletion[] {
  const recordsAfter = new Map(
    wanted.flatMap((write) =>
      write.kind === 'update'
        ? [[write.child.uid, write.manifest.object.metadata.annotations?.[templateRecordAnnotation]] as const]
        : [],
    ),
  );
  const observed = target.observed.map((child) =>
    recordsAfter.has(child.uid) ? { ...child, templateRecord: recordsAfter.get(child.uid) } : child,
  );
  return diff({ ...target, observed }).filter((change) => change.kind === 'delete');
}
