export type { Kstatus, RecordedResource, RecordedStatus } from './recorded-status.ts';
export { recordedStates, recordedStatuses } from './recorded-statuses.ts';
