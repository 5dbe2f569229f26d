export {
  type Condition,
  type ConditionReason,
  conditionReasons,
  type ConditionType,
  conditionTypes,
} from './conditions.ts';
export { customResourceDefinition } from './crd.ts';
export {
  apiVersion,
  type ConnectionEntry,
  directiveAnnotations,
  type DatabaseStatus,
  type Directives,
  type InteractionServer,
  type InteractionServerSpec,
  type InteractionServerStatus,
  type Pause,
  type PendingChange,
  type PendingStatus,
  resourceType,
  type WorkloadStatus,
} from './interaction-server.ts';
export { durationMs } from './duration.ts';
export { type Openings, readOpenings } from './openings.ts';
export { provisionFailures, type ProvisionFailure } from './provision-failures.ts';
export { readStatus } from './read-status.ts';
export { defaultLogMountPath } from './schema/log-volume.ts';
export { ownedPodLabels } from './schema/pod-template.ts';
export { parse, type Parsed, type Violation } from './parse.ts';
