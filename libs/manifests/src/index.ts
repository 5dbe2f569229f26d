export {
  appliedFingerprintAnnotation,
  configFingerprintAnnotation,
  databaseInputsAnnotation,
  referencesDigestAnnotation,
  templateRecordAnnotation,
} from './annotations.ts';
export { desiredReplicas } from './autoscaling.ts';
export { connectionEntries } from './connection-entries.ts';
export { buildManifests } from './build-manifests.ts';
export {
  credentialsReference,
  type Database,
  databaseInputs,
  databaseReferences,
  type DatabaseReferences,
  databasesOf,
  type DatabaseWorkload,
  isProvisioned,
  type ProvisionedDatabase,
} from './databases.ts';
export { holdTemplate } from './hold-template.ts';
export { fingerprint } from './fingerprint.ts';
export { releasedClaim } from './objects/log-volume-claim.ts';
export { provisionJob, type ProvisionInputs } from './objects/provision-job.ts';
export { type TemplateRecord, templateRecordName } from './objects/template-record.ts';
export {
  componentLabelKey,
  instanceLabelKey,
  managedByLabel,
  retainedForLabelKey,
  tenantLabelKey,
} from './labels.ts';
export type { ChildKind, ChildObject, ChildOf, Manifest } from './manifest.ts';
export { type FieldMerge, type MergeFields, type MergeSchema, podMergeSchema } from './pod/merge-schema.ts';
export { isPodTemplate, type PodTemplate, vendorUserId } from './pod/pod-template.ts';
export { strategicMerge } from './pod/strategic-merge.ts';
export { type Reference, referencesOf, referencesOfTemplate } from './references.ts';
export {
  componentName,
  logVolumeClaimName,
  workloadObjectName,
  workloadOfComponent,
  workloadOfProvision,
} from './names.ts';
export {
  type ClusterFeatures,
  type ReferenceDigests,
  resolve,
  type ResolvedInstance,
  type ResolvedWorkload,
} from './resolve.ts';
