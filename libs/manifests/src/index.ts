export { appliedFingerprintAnnotation, referencesDigestAnnotation } from './annotations.ts';
export { connectionEntries } from './connection-entries.ts';
export { buildManifests } from './build-manifests.ts';
export {
  componentLabelKey,
  instanceLabelKey,
  managedByLabel,
  retainedForLabelKey,
  tenantLabelKey,
} from './labels.ts';
export type { ChildKind, ChildObject, Manifest } from './manifest.ts';
export { type FieldMerge, type MergeFields, type MergeSchema, podMergeSchema } from './pod/merge-schema.ts';
export type { PodTemplate } from './pod/pod-template.ts';
export { strategicMerge } from './pod/strategic-merge.ts';
export { logVolumeClaimName, workloadObjectName, workloadOfComponent } from './names.ts';
export {
  type ClusterFeatures,
  type ReferenceDigests,
  resolve,
  type ResolvedInstance,
  type ResolvedWorkload,
} from './resolve.ts';
