export { objectOf, predecessorMessage, takenMessage } from '@ixn/rollout';
export type { AppliedChange } from './apply-changes.ts';
export type { NextTry } from './next-try.ts';
export type {
  CheckedPod,
  ClusterReader,
  ClusterWriter,
  CustomResource,
  DependencyRequest,
  DependencyWatch,
  InstanceRef,
  Observation,
  ObservedReference,
  PodRef,
  Ports,
  ReferenceReader,
  TemplateRecordReader,
  TemplateRecords,
  TenantObservation,
  WorkloadObservation,
  WriteOutcome,
} from './ports.ts';
export { reconcile, type Reconciled } from './reconcile.ts';
export { readReferences, type ReferencesRead } from './references.ts';
