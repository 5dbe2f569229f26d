export type { DryRun, DryRunAnswer } from './dry-run.ts';
export type { Blockage, Plan, PlannedField, PlannedObject, PlannedRestart, TouchedConnection } from './plan.ts';
export { blockedPlan, planChange } from './plan-change.ts';
export type { PlanInput, PlannedResource } from './plan-input.ts';
export { planInWords } from './plan-in-words.ts';
