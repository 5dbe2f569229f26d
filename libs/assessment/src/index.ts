export {
  assess,
  assessBlocked,
  type AssessBlockedInput,
  type AssessInput,
  type Blocked,
  blockedByViolations,
} from './assess.ts';
export type { CheckResults } from './find-connections.ts';
export type { ObservedContainer, ObservedPod } from './find-pod.ts';
export { findPod, type PodTrouble } from './find-pod.ts';
export type {
  DatabaseFinding,
  ObservedWorkload,
  ProtectionPolicy,
  ReferenceProblem,
  WorkloadInput,
  WriteFailure,
} from './findings.ts';
export { findTenantObstacle, type TenantClaim } from './tenant-obstacle.ts';
export { progressOf, toTimestamp } from './find-workload.ts';
export { eventsOf, type InstanceEvent, type MendedObject } from './events.ts';
