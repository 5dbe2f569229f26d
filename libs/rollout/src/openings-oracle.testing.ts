/** All clocks of these zones show quarter hours at quarter hours of UTC; most of them change in 2026, at odd times some. */
export const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/Havana',
  'America/Santiago',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Asia/Beirut',
  'Asia/Kathmandu',
] as const;

export const quarterHourMs = 15 * 60_000;

interface DailyOpening {
  readonly zone: (typeof zones)[number];
  /** Quarter hour of the day. */
  readonly quarter: number;
  /** Days of the week, as in a cron schedule. */
  readonly days: '*' | '0' | '6' | '1-5';
}

/** What the clock shows at one quarter hour of UTC. */
interface Shown {
  readonly timeMs: number;
  readonly date: string;
  readonly quarter: number;
}

/**
 * Tells when a window opens in 2026, without a cron library: on each day that counts, at the first moment at which the clock
 * shows its time or a later one.
 */
export function createOpeningsOracle(): (opening: DailyOpening) => readonly number[] {
  const clocks = new Map(zones.map((zone) => [zone, clockOf(zone)]));
  return ({ zone, quarter, days }) => {
    const firsts = new Map<string, number>();
    for (const shown of clocks.get(zone) ?? []) {
      if (shown.quarter >= quarter && !firsts.has(shown.date)) firsts.set(shown.date, shown.timeMs);
    }
    return [...firsts].filter(([date]) => counts(days, new Date(`${date}T00:00:00Z`).getUTCDay())).map(([, ms]) => ms);
  };
}

function counts(days: DailyOpening['days'], weekday: number): boolean {
  if (days === '*') return true;
  return days === '1-5' ? weekday >= 1 && weekday <= 5 : weekday === Number(days);
}

/** What a clock shows at each quarter hour of 2026. */
function clockOf(zone: string): readonly Shown[] {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const shown: Shown[] = [];
  for (let timeMs = Date.UTC(2026, 0, 1); timeMs < Date.UTC(2027, 0, 1); timeMs += quarterHourMs) {
    const [date = '', time = ''] = format.format(timeMs).split(' ');
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    shown.push({ timeMs, date, quarter: hour * 4 + minute / 15 });
  }
  return shown;
}
