export { type AppliedChange, objectOf } from './apply-changes.ts';
export type { NextTry } from './next-try.ts';
export type {
  ClusterReader,
  ClusterWriter,
  CustomResource,
  InstanceRef,
  Observation,
  Ports,
  WriteOutcome,
} from './ports.ts';
export { reconcile, type Reconciled } from './reconcile.ts';
