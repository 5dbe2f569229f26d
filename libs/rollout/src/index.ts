export { type ChangedField, changedFields } from './changed-fields.ts';
export type { Change, ObservedChild, Update, UpdateCause } from './changes.ts';
export { objectOf, predecessorMessage, takenMessage, unguardedMessage } from './change-words.ts';
export type { DatabaseGate, DatabaseGates, WaitsFor, WorkloadFacts } from './decide-restarts.ts';
export {
  decideRollout,
  neededRecords,
  type Restart,
  type RestartCauses,
  restartCauses,
  type RolloutDecision,
  type RolloutInput,
  updateId,
  type WaitingChange,
} from './decide-rollout.ts';
export { diff, type DiffInput, ownership, type OwnsExactly } from './diff.ts';
export {
  type DatabaseProblem,
  type DatabaseSecrets,
  type DatabaseStep,
  type ObservedJob,
  provisionDatabases,
  type ProvisioningInput,
} from './provision-databases.ts';
export {
  type DatabaseReport,
  gatesOf,
  reportDatabases,
  withoutBlindDeletions,
  withoutUnannounced,
} from './report-databases.ts';
export type { Rendering, RestartCause } from './restart-cause.ts';
export { releasedClaims } from './released-claims.ts';
export { maintenanceState, type MaintenanceWindow } from './maintenance-window.ts';
export { stuckPods } from './stuck-pods.ts';
export { policyOf, type RolloutPolicy } from './rollout-policy.ts';
