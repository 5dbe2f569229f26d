import type { ChildKind, Manifest } from '@ixn/manifests';

/** What diff knows of an object that exists. */
export interface ObservedChild {
  readonly kind: ChildKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The controller that owns it; undefined where nobody does. */
  readonly controller: { readonly kind: string; readonly name: string; readonly uid: string } | undefined;
  /** The instance that its labels name. */
  readonly labelledFor: string | undefined;
  /** Whether it outlives its instance; then it has no owner. */
  readonly retained: boolean;
  readonly terminating: boolean;
  /** The fingerprint that stands in its annotation: what was applied last. */
  readonly appliedFingerprint: string | undefined;
  /** The fields that the API server says are ours, as managedFields has them; undefined where there are none. */
  readonly ownFields: unknown;
  /** Of a StatefulSet or Deployment: the name of the record of the template that it was given last. */
  readonly templateRecord: string | undefined;
  /** Of a PersistentVolumeClaim: what it claims. */
  readonly storage?: { readonly storageSize: string; readonly storageClassName: string | undefined };
}

/** Why an object is written: the user's spec (or our rendering of it) changed, or somebody changed a field of ours. */
export type UpdateCause = 'SpecChanged' | 'Drift';

/** An object of ours is to be applied again. */
export interface Update {
  readonly kind: 'update';
  readonly manifest: Manifest;
  readonly child: ObservedChild;
  readonly cause: UpdateCause;
  /** Whether it changes the template of pods, and so replaces them. */
  readonly restarts: boolean;
}

/** One difference between what is wanted and what is there. */
export type Change =
  | { readonly kind: 'create'; readonly manifest: Manifest }
  | Update
  | { readonly kind: 'delete'; readonly child: ObservedChild }
  /** The name is taken by an object that is not ours. Nothing is written. */
  | { readonly kind: 'conflict'; readonly manifest: Manifest; readonly child: ObservedChild }
  /** The name is taken by an object of a deleted instance of the same name, which Kubernetes is collecting. */
  | { readonly kind: 'await'; readonly manifest: Manifest; readonly child: ObservedChild };
