import type { Manifest } from '@ixn/manifests';
import type { Change, ObservedChild } from './changes.ts';

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
 * what is retained is never deleted.
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
  const deletions = observed
    .filter((child) => child.controller?.uid === instance.uid && !child.terminating && !wantedKeys.has(childKey(child)))
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
      if (child.terminating) return [];
      if (child.appliedFingerprint !== manifest.fingerprint)
        return [{ kind: 'update', manifest, cause: 'SpecChanged' }];
      return ownsExactly(manifest.object, child.ownFields) ? [] : [{ kind: 'update', manifest, cause: 'Drift' }];
  }
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
