import type { Manifest } from '@ixn/manifests';
import type { Change, ObservedChild } from './changes.ts';

/** Tells whether the fields that the API server says are ours are exactly those of an object. */
export type OwnsExactly = (object: unknown, ownFields: unknown) => boolean;

export interface DiffInput {
  readonly instanceUid: string;
  /** What there should be, in the order in which it is applied. */
  readonly wanted: readonly Manifest[];
  /** What there is of the kinds we make, in the namespace of the instance; objects of others may be among it. */
  readonly observed: readonly ObservedChild[];
  readonly ownsExactly: OwnsExactly;
}

/**
 * The changes that lead from what is there to what is wanted, in the order of `wanted`; deletions come last. An object is
 * unchanged when our last apply was of the same fingerprint and nobody has taken one of its fields since: values are never
 * compared, so what the API server normalises is no difference. What is being deleted is left alone until it is gone.
 */
export function diff({ instanceUid, wanted, observed, ownsExactly }: DiffInput): readonly Change[] {
  const byKey = new Map(observed.map((child) => [childKey(child), child]));
  const wantedKeys = new Set(wanted.map(({ object }) => childKey({ kind: object.kind, name: object.metadata.name })));
  const writes = wanted.flatMap((manifest): readonly Change[] => {
    const { object } = manifest;
    const child = byKey.get(childKey({ kind: object.kind, name: object.metadata.name }));
    if (child === undefined) return [{ kind: 'create', manifest }];
    if (child.controllerUid !== instanceUid) return [{ kind: 'conflict', manifest, child }];
    if (child.terminating) return [];
    if (child.appliedFingerprint !== manifest.fingerprint) return [{ kind: 'update', manifest, cause: 'SpecChanged' }];
    if (!ownsExactly(object, child.ownFields)) return [{ kind: 'update', manifest, cause: 'Drift' }];
    return [];
  });
  const deletions = observed
    .filter((child) => child.controllerUid === instanceUid && !child.terminating && !wantedKeys.has(childKey(child)))
    .map((child): Change => ({ kind: 'delete', child }));
  return [...writes, ...deletions];
}

function childKey({ kind, name }: Pick<ObservedChild, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}
