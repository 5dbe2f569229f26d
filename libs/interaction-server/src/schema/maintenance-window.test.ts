import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { parse } from '../parse.ts';

/** What parse says of one window, each violation by its last field. */
function violationsOf(window: object): readonly string[] {
  const maintenanceWindows = [{ schedule: '0 2 * * SUN', duration: '2h', ...window }];
  const parsed = parse(interactionServer({ spec: { updatePolicy: { maintenanceWindows } } }));
  return parsed.ok ? [] : parsed.violations.map(({ path, message }) => `${path.split('.').at(-1)}: ${message}`);
}

const noSchedule =
  'schedule: must be a cron schedule of five fields: minute, hour, day of month, month and day of week, such as 0 2 * * SUN';
const neverComes =
  'schedule: must be a cron schedule that comes: ranges from low to high, names such as SUN or JAN, no 30 February';
const noDuration = 'duration: must be hours and minutes from 1m to 168h, such as 2h, 90m or 1h30m';
const noTimeZone = 'timeZone: must be the name of a time zone, such as Europe/Berlin';
const unknownTimeZone =
  'timeZone: is no time zone that the operator knows: give a name of the IANA database, such as Europe/Berlin';

describe('a maintenance window', () => {
  it.each([
    { schedule: '30 2 * * *' },
    { schedule: '*/15 0-6/2 1,15,L JAN-MAR,12 *' },
    { schedule: '05 22 * * mon-fri' },
    { schedule: '0 2 * * TUE#2,SUN#L' },
    { schedule: '0 0 29 2 *' },
    { schedule: '0 2 * * 7' },
    { duration: '1m' },
    { duration: '168h' },
    { duration: '0h90m' },
    { timeZone: 'America/Argentina/Buenos_Aires' },
    { timeZone: 'Etc/GMT-3' },
  ])('may be %j', (window) => {
    expect(violationsOf(window)).toEqual([]);
  });

  it.each([
    ['@daily', noSchedule],
    ['0 2 * * * *', noSchedule],
    ['0 2 * *', noSchedule],
    ['2026-11-23T06:00:00', noSchedule],
    ['60 2 * * *', noSchedule],
    ['0 24 * * *', noSchedule],
    ['0 2 0 * *', noSchedule],
    ['0 2 * 13 *', noSchedule],
    ['0 2 * * 8', noSchedule],
    ['0 2 * * SUN#6', noSchedule],
    ['5/15 2 * * *', noSchedule],
    ['0  2 * * *', noSchedule],
    ['0 5-2 * * *', neverComes],
    ['*/61 * * * *', neverComes],
    ['*/0 * * * *', neverComes],
    ['0 2 * * FOO', neverComes],
    ['0 2 * SUN *', neverComes],
    ['0 2 30 2 *', neverComes],
    ['0 2 31 4,6,9,11 *', neverComes],
  ])('cannot open at "%s"', (schedule, violation) => {
    expect(violationsOf({ schedule })).toEqual([violation]);
  });

  it.each(['0m', '0h0m', '169h', '10081m', '2d', '2', '1h1h', '30s', '1.5h', '-1h', '30m1h'])(
    'cannot last "%s"',
    (duration) => {
      expect(violationsOf({ duration })).toEqual([noDuration]);
    },
  );

  it.each([
    ['+02:00', noTimeZone],
    ['Europe/', noTimeZone],
    ['Europe/Berlin ', noTimeZone],
    ['Europe/Nowhere', unknownTimeZone],
    ['GMT+1', unknownTimeZone],
  ])('cannot be in the time zone "%s"', (timeZone, violation) => {
    expect(violationsOf({ timeZone })).toEqual([violation]);
  });

  it('says all that is wrong with it at once', () => {
    expect(violationsOf({ schedule: '0 2 30 2 *', duration: '0m', timeZone: 'Mars/Base' })).toEqual([
      neverComes,
      noDuration,
      unknownTimeZone,
    ]);
  });

  it('is one of 16 at most', () => {
    const maintenanceWindows = Array.from({ length: 17 }, () => ({ schedule: '0 2 * * *', duration: '1h' }));
    const parsed = parse(interactionServer({ spec: { updatePolicy: { maintenanceWindows } } }));
    expect(parsed.ok ? [] : parsed.violations).toEqual([
      { path: 'spec.updatePolicy.maintenanceWindows', message: 'Too many: 17: must have at most 16 items' },
    ]);
  });

  it('is in UTC unless it says where', () => {
    const maintenanceWindows = [{ schedule: '0 2 * * *', duration: '1h' }];
    const parsed = parse(interactionServer({ spec: { updatePolicy: { maintenanceWindows } } }));
    const [window] = (parsed.ok && parsed.value.spec.updatePolicy.maintenanceWindows) || [];
    expect(window).toEqual({ schedule: '0 2 * * *', duration: '1h', timeZone: 'UTC' });
  });
});
