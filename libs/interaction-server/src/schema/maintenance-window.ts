import { z } from 'zod';
import { durationMs } from '../duration.ts';
import { everComes, isTimeZone } from '../openings.ts';
import { matching, withParseRule, withRule } from './rule.ts';

/** Longer windows say nothing that no window at all would not say. */
const longest = '168h';
const shortest = '1m';

/** Items of one field, separated by commas: each is a value, a range, or all, the last two in steps too. */
function field(value: string): string {
  const item = `([*](/[0-9]{1,2})?|${value}(-${value}(/[0-9]{1,2})?)?)`;
  return `${item}(,${item})*`;
}

const fields = [
  field('[0-5]?[0-9]'),
  field('([01]?[0-9]|2[0-3])'),
  field('(0?[1-9]|[12][0-9]|3[01]|L)'),
  field('(0?[1-9]|1[0-2]|[A-Za-z]{3})'),
  field('([0-7]|[A-Za-z]{3})(#([1-5]|L))?'),
];
const schedulePattern = `^${fields.join(' ')}$`;
const scheduleRegExp = new RegExp(schedulePattern);

const scheduleSchema = withParseRule(
  matching(
    z
      .string()
      .max(100)
      .describe(
        'When the window opens: minute, hour, day of month, month and day of week, as in a CronJob; SUN#1 is the first Sunday of a month, and L the last day.',
      ),
    schedulePattern,
    'must be a cron schedule of five fields: minute, hour, day of month, month and day of week, such as 0 2 * * SUN',
  ),
  {
    message: 'must be a cron schedule that comes: ranges from low to high, names such as SUN or JAN, no 30 February',
    holds: (schedule) => !scheduleRegExp.test(schedule) || everComes(schedule),
  },
);

const durationSchema = withRule(z.string().max(8).describe('How long it stays open, such as 2h or 1h30m.'), {
  cel: `self.matches('^([0-9]{1,3}h([0-9]{1,2}m)?|[0-9]{1,5}m)$') && duration(self) >= duration('${shortest}') && duration(self) <= duration('${longest}')`,
  message: `must be hours and minutes from ${shortest} to ${longest}, such as 2h, 90m or 1h30m`,
  holds: (duration) => {
    const ms = durationMs(duration);
    return ms !== undefined && ms >= Number(durationMs(shortest)) && ms <= Number(durationMs(longest));
  },
});

const timeZonePattern = '^[A-Za-z]+[A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$';
const timeZoneRegExp = new RegExp(timeZonePattern);

const timeZoneSchema = withParseRule(
  matching(
    z
      .string()
      .min(1)
      .max(64)
      .describe(
        'Time zone of the schedule, by its name in the IANA database. Where the clock skips the opening, the window opens right after that; where it shows it twice, the first time only.',
      ),
    timeZonePattern,
    'must be the name of a time zone, such as Europe/Berlin',
  ),
  {
    message: 'is no time zone that the operator knows: give a name of the IANA database, such as Europe/Berlin',
    holds: (timeZone) => !timeZoneRegExp.test(timeZone) || isTimeZone(timeZone),
  },
).default('UTC');

/** A time in which changes that restart pods may be made. */
export const maintenanceWindowSchema = z
  .object({ schedule: scheduleSchema, duration: durationSchema, timeZone: timeZoneSchema })
  .describe('A time in which pods may be restarted.');
