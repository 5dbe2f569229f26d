import { type Manifest, templateRecordAnnotation } from '@ixn/manifests';
import type { Change, ObservedChild, Update, UpdateCause } from './changes.ts';

/** Tells whether the fields that the API server says are ours are exactly those of an object. */
export type OwnsExactly = (object: unknown, ownFields: unknown) => boolean;

export interface DiffInput {
  readonly instance: { readonly kind: string; readonly name: string; readonly uid: string };
  /** What there should be, in the order in which it is applied. */
  readonly wanted: readonly Manifest[];
  /** What there is of the kinds we make, in the namespace of the instance; objects of others may be among it. */
  readonly observed: readonly ObservedChild[];
  readonly ownsExactly: OwnsExactly;
}

/**
 * The changes that lead from what is there to what is wanted, in the order of `wanted`; deletions come last. An object is
 * unchanged when our last apply was of the same fingerprint and nobody has taken one of its fields since: values are never
 * compared, so what the API server normalises is no difference. What is being deleted is left alone until it is gone, and
 * what is retained is never deleted, nor is the record of a template that a workload still runs.
 */
export function diff(input: DiffInput): readonly Change[] {
  const { instance, wanted, observed } = input;
  const byKey = new Map(observed.map((child) => [childKey(child), child]));
  const wantedKeys = new Set(wanted.map(({ object }) => childKey({ kind: object.kind, name: object.metadata.name })));
  const writes = wanted.flatMap((manifest): readonly Change[] => {
    const { object } = manifest;
    const child = byKey.get(childKey({ kind: object.kind, name: object.metadata.name }));
    if (child === undefined) return [{ kind: 'create', manifest }];
    return changeOf(manifest, child, input);
  });
  const recordsInUse = new Set(observed.map((child) => child.templateRecord));
  const deletions = observed
    .filter((child) => child.controller?.uid === instance.uid && !child.terminating && !wantedKeys.has(childKey(child)))
    .filter((child) => child.kind !== 'ControllerRevision' || !recordsInUse.has(child.name))
    .map((child): Change => ({ kind: 'delete', child }));
  return [...writes, ...deletions];
}

function changeOf(manifest: Manifest, child: ObservedChild, { instance, ownsExactly }: DiffInput): readonly Change[] {
  switch (ownership(child, instance)) {
    case 'predecessor':
      return [{ kind: 'await', manifest, child }];
    case 'other':
      return [{ kind: 'conflict', manifest, child }];
    case 'ours':
      if (child.terminating || isWrittenOnce(child)) return [];
      if (child.appliedFingerprint !== manifest.fingerprint)
        return [updateOf(manifest, child, 'SpecChanged', ownsExactly)];
      return ownsExactly(manifest.object, child.ownFields) ? [] : [updateOf(manifest, child, 'Drift', ownsExactly)];
  }
}

/** What can never be changed: a record, and a Job. */
function isWrittenOnce({ kind }: ObservedChild): boolean {
  return kind === 'ControllerRevision' || kind === 'Job';
}

function updateOf(manifest: Manifest, child: ObservedChild, cause: UpdateCause, ownsExactly: OwnsExactly): Update {
  return { kind: 'update', manifest, child, cause, restarts: changesTemplate(manifest, child, ownsExactly) };
}

/** Whether the pods get another template: another one is wanted, or somebody changed a field of it that is ours. */
function changesTemplate({ object }: Manifest, child: ObservedChild, ownsExactly: OwnsExactly): boolean {
  if (object.kind !== 'StatefulSet' && object.kind !== 'Deployment') return false;
  if (object.metadata.annotations?.[templateRecordAnnotation] !== child.templateRecord) return true;
  return isTemplateTaken(object.spec.template, child, ownsExactly);
}

/** Whether somebody has changed a field of a template that we gave to a workload. */
export function isTemplateTaken(template: unknown, { ownFields }: ObservedChild, ownsExactly: OwnsExactly): boolean {
  return !ownsExactly(template, fieldAt(fieldAt(ownFields, 'f:spec'), 'f:template'));
}

function fieldAt(fields: unknown, name: string): unknown {
  return typeof fields === 'object' && fields !== null
    ? Object.entries(fields).find(([key]) => key === name)?.[1]
    : undefined;
}

/**
 * Whose an object is: ours, of a deleted instance of our name, or somebody else's. Its controller says so. Without one it is
 * ours when its labels name us and it is retained, or we have applied it: somebody took the owner reference off, or deleted
 * an instance of our name and left its objects.
 */
export function ownership(
  child: Pick<ObservedChild, 'controller' | 'labelledFor' | 'retained' | 'ownFields'>,
  instance: DiffInput['instance'],
): 'ours' | 'predecessor' | 'other' {
  const { controller, labelledFor, retained, ownFields } = child;
  if (controller === undefined) {
    return labelledFor === instance.name && (retained || ownFields !== undefined) ? 'ours' : 'other';
  }
  if (controller.uid === instance.uid) return 'ours';
  return controller.kind === instance.kind && controller.name === instance.name ? 'predecessor' : 'other';
}

function childKey({ kind, name }: Pick<ObservedChild, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}
