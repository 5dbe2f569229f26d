import { type InvalidResource, required } from './invalid-resource.ts';

const windows = 'spec.updatePolicy.maintenanceWindows';
const window = { schedule: '0 2 * * SUN', duration: '2h', timeZone: 'Europe/Berlin' };

/** How changes are rolled out, and what is kept. */
export const invalidUpdatePolicies: readonly InvalidResource[] = [
  {
    what: 'a pause that nobody knows',
    changes: { 'spec.updatePolicy.pause': 'Everything' },
    words: 'supported values: "None", "Disruptive", "All"',
  },
  {
    what: 'a maintenance window without a duration',
    changes: { [windows]: [{ schedule: window.schedule }] },
    field: `${windows}[0].duration`,
    words: required,
  },
  {
    what: 'a maintenance window that opens at a word',
    changes: { [windows]: [{ ...window, schedule: '@midnight' }] },
    field: `${windows}[0].schedule`,
    words: 'must be a cron schedule of five fields',
  },
  {
    what: 'a maintenance window that opens at minute 61',
    changes: { [windows]: [window, { ...window, schedule: '61 2 * * SUN' }] },
    field: `${windows}[1].schedule`,
    words: 'must be a cron schedule of five fields',
  },
  {
    what: 'a maintenance window of no time',
    changes: { [windows]: [{ ...window, duration: '0h0m' }] },
    field: `${windows}[0].duration`,
    words: 'must be hours and minutes from 1m to 168h, such as 2h, 90m or 1h30m',
  },
  {
    what: 'a maintenance window of eight days',
    changes: { [windows]: [{ ...window, duration: '192h' }] },
    field: `${windows}[0].duration`,
    words: 'must be hours and minutes from 1m to 168h',
  },
  {
    what: 'a maintenance window of two days in words',
    changes: { [windows]: [{ ...window, duration: '2 days' }] },
    field: `${windows}[0].duration`,
    words: 'must be hours and minutes from 1m to 168h',
  },
  {
    what: 'a maintenance window in an offset',
    changes: { [windows]: [{ ...window, timeZone: '+02:00' }] },
    field: `${windows}[0].timeZone`,
    words: 'must be the name of a time zone, such as Europe/Berlin',
  },
  {
    what: 'a seventeenth maintenance window',
    changes: { [windows]: Array.from({ length: 17 }, () => window) },
    words: 'Too many: 17: must have at most 16 items',
  },
  {
    what: 'a deletion policy that nobody knows',
    changes: { 'spec.deletionPolicy': 'Keep' },
    words: 'supported values: "Retain", "Delete"',
  },
  {
    what: 'deletion protection that is a text',
    changes: { 'spec.deletionProtection': 'yes' },
    words: 'must be of type boolean: "string"',
  },
];
