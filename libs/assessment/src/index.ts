export { assess, assessInvalid, type AssessInput, type AssessInvalidInput } from './assess.ts';
export type { ObservedWorkload, WorkloadInput, WriteFailure } from './findings.ts';
