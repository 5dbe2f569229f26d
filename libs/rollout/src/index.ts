export type { Change, ObservedChild, UpdateCause } from './changes.ts';
export { decideRollout, type RolloutDecision } from './decide-rollout.ts';
export { diff, type DiffInput, ownership, type OwnsExactly } from './diff.ts';
export { maintenanceState, type MaintenanceState, type MaintenanceWindow } from './maintenance-window.ts';
