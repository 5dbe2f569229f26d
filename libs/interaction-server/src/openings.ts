import { Cron } from 'croner';

/** The times that a cron schedule names, in milliseconds since the epoch. */
export interface Openings {
  /** The last one at or before a time; undefined where there was none. */
  readonly lastAt: (nowMs: number) => number | undefined;
  /** The first one after a time; undefined where none comes. */
  readonly nextAfter: (nowMs: number) => number | undefined;
}

/**
 * Reads a cron schedule of five fields in a time zone. A time that the clock skips in spring comes when it has skipped it; a
 * time that it shows twice in autumn comes once, the first time. Day of month and day of week, where both are given, are
 * alternatives. Undefined where the schedule or the time zone is none.
 */
export function readOpenings(schedule: string, timeZone: string): Openings | undefined {
  try {
    const cron = new Cron(schedule, { timezone: timeZone, mode: '5-part', paused: true });
    return {
      // Schedules are of whole minutes: the one that is due now is before the next millisecond.
      lastAt: (nowMs) => cron.previousRuns(1, new Date(nowMs + 1))[0]?.getTime(),
      nextAfter: (nowMs) => cron.nextRun(new Date(nowMs))?.getTime(),
    };
  } catch {
    return undefined;
  }
}

/** Whether a text is a schedule that comes at all: there is no 30 February. */
export function everComes(schedule: string): boolean {
  return readOpenings(schedule, 'UTC')?.nextAfter(anyTimeMs) !== undefined;
}

/** What comes at all comes within some years of any time. */
const anyTimeMs = Date.UTC(2000, 0, 1);

/** Whether the runtime knows a time zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
