import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maintenanceState, type MaintenanceWindow } from './maintenance-window.ts';
import { createOpeningsOracle, quarterHourMs, zones } from './openings-oracle.testing.ts';

const nightly: MaintenanceWindow = { schedule: '30 2 * * *', duration: '2h', timeZone: 'Europe/Berlin' };
const sunday: MaintenanceWindow = { ...nightly, schedule: '30 2 * * SUN' };
const utc = (schedule: string, duration: string): MaintenanceWindow => ({ schedule, duration, timeZone: 'UTC' });

/** The state in words, such as `open until 2026-03-29T03:00:00Z`. */
function stateAt(windows: readonly MaintenanceWindow[], now: string): string {
  const state = maintenanceState(windows, Date.parse(now));
  if (state.open) return `open until ${inWords(state.closesAtMs)}`;
  return state.opensAtMs === undefined ? 'closed' : `closed until ${inWords(state.opensAtMs)}`;
}

function inWords(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

describe('a maintenance window', () => {
  it.each([
    ['2026-06-14T00:29:59.999Z', 'closed until 2026-06-14T00:30:00Z', 'a millisecond before it opens'],
    ['2026-06-14T00:30:00.000Z', 'open until 2026-06-14T02:30:00Z', 'when it opens'],
    ['2026-06-14T00:30:00.001Z', 'open until 2026-06-14T02:30:00Z', 'a millisecond after it opened'],
    ['2026-06-14T02:29:59.999Z', 'open until 2026-06-14T02:30:00Z', 'a millisecond before it closes'],
    ['2026-06-14T02:30:00.000Z', 'closed until 2026-06-15T00:30:00Z', 'when it closes'],
  ])('at %s is %s: %s', (now, state) => {
    expect(stateAt([nightly], now)).toBe(state);
  });

  describe('of 02:30 in Berlin, where spring skips 02:00 to 03:00 on 29 March 2026', () => {
    it.each([
      ['2026-03-29T00:59:59Z', 'closed until 2026-03-29T01:00:00Z', 'opens when the clock has skipped its time'],
      ['2026-03-29T01:00:00Z', 'open until 2026-03-29T03:00:00Z', 'lasts as long as ever'],
      ['2026-03-29T02:59:59Z', 'open until 2026-03-29T03:00:00Z', 'lasts as long as ever'],
      ['2026-03-29T03:00:00Z', 'closed until 2026-03-30T00:30:00Z', 'opens at summer time from then on'],
      ['2026-03-28T01:30:00Z', 'open until 2026-03-28T03:30:00Z', 'opens at winter time the day before'],
    ])('at %s is %s: it %s', (now, state) => {
      expect(stateAt([nightly], now)).toBe(state);
    });

    it('opens on that Sunday where it opens on Sundays only', () => {
      expect(stateAt([sunday], '2026-03-28T12:00:00Z')).toBe('closed until 2026-03-29T01:00:00Z');
      expect(stateAt([sunday], '2026-03-29T03:00:00Z')).toBe('closed until 2026-04-05T00:30:00Z');
    });

    it('closes after two hours, not by the clock, where it opened before', () => {
      expect(stateAt([{ ...nightly, schedule: '30 1 * * *' }], '2026-03-29T00:45:00Z')).toBe(
        'open until 2026-03-29T02:30:00Z',
      );
    });
  });

  describe('of 02:30 in Berlin, where autumn shows 02:00 to 03:00 twice on 25 October 2026', () => {
    it.each([
      ['2026-10-25T00:30:00Z', 'open until 2026-10-25T01:15:00Z', 'opens the first time'],
      ['2026-10-25T01:15:00Z', 'closed until 2026-10-26T01:30:00Z', 'has closed after three quarters of an hour'],
      ['2026-10-25T01:29:59Z', 'closed until 2026-10-26T01:30:00Z', 'does not open the second time'],
      ['2026-10-25T01:30:00Z', 'closed until 2026-10-26T01:30:00Z', 'does not open the second time'],
      ['2026-10-25T01:45:00Z', 'closed until 2026-10-26T01:30:00Z', 'does not open the second time'],
    ])('at %s is %s: it %s', (now, state) => {
      expect(stateAt([{ ...nightly, duration: '45m' }], now)).toBe(state);
    });

    it('lasts two hours all the same', () => {
      expect(stateAt([nightly], '2026-10-25T02:29:59Z')).toBe('open until 2026-10-25T02:30:00Z');
      expect(stateAt([nightly], '2026-10-25T02:30:00Z')).toBe('closed until 2026-10-26T01:30:00Z');
    });
  });

  it('of every hour opens in each of the two hours that autumn shows as one', () => {
    const hourly = { ...nightly, schedule: '0 * * * *', duration: '10m' };
    expect(stateAt([hourly], '2026-10-25T00:05:00Z')).toBe('open until 2026-10-25T00:10:00Z');
    expect(stateAt([hourly], '2026-10-25T01:05:00Z')).toBe('open until 2026-10-25T01:10:00Z');
  });

  it('opens at the time that its own zone has, wherever that is', () => {
    expect(stateAt([{ ...nightly, timeZone: 'Asia/Kathmandu' }], '2026-06-14T00:00:00Z')).toBe(
      'closed until 2026-06-14T20:45:00Z',
    );
    expect(stateAt([{ ...nightly, timeZone: 'Australia/Lord_Howe' }], '2026-10-03T15:29:00Z')).toBe(
      'closed until 2026-10-03T15:30:00Z',
    );
  });

  it('goes on over the turn of the year', () => {
    const newYear = utc('0 23 31 12 *', '3h');
    expect(stateAt([newYear], '2026-12-31T22:59:59Z')).toBe('closed until 2026-12-31T23:00:00Z');
    expect(stateAt([newYear], '2027-01-01T01:59:59Z')).toBe('open until 2027-01-01T02:00:00Z');
    expect(stateAt([newYear], '2027-01-01T02:00:00Z')).toBe('closed until 2027-12-31T23:00:00Z');
  });

  it('of 29 February waits for a leap year', () => {
    const leapDay = utc('0 2 29 2 *', '24h');
    expect(stateAt([leapDay], '2026-03-01T00:00:00Z')).toBe('closed until 2028-02-29T02:00:00Z');
    expect(stateAt([leapDay], '2028-03-01T01:59:59Z')).toBe('open until 2028-03-01T02:00:00Z');
    expect(stateAt([leapDay], '2028-03-01T02:00:00Z')).toBe('closed until 2032-02-29T02:00:00Z');
  });

  it('of the last day of a month knows how long each month is', () => {
    expect(stateAt([utc('0 2 L * *', '1h')], '2028-02-01T00:00:00Z')).toBe('closed until 2028-02-29T02:00:00Z');
  });

  it('of the second Tuesday of a month opens once a month', () => {
    const second = utc('0 2 * * TUE#2', '1h');
    expect(stateAt([second], '2026-11-10T03:00:00Z')).toBe('closed until 2026-12-08T02:00:00Z');
  });

  it('of a day of the month and a day of the week opens on each of the two', () => {
    const either = utc('0 2 13 * FRI', '1h');
    expect(stateAt([either], '2026-04-11T00:00:00Z')).toBe('closed until 2026-04-13T02:00:00Z');
    expect(stateAt([either], '2026-04-13T03:00:00Z')).toBe('closed until 2026-04-17T02:00:00Z');
  });

  it('that is longer than its period is always open', () => {
    const always = utc('0 * * * *', '90m');
    expect(stateAt([always], '2026-06-14T12:59:59Z')).toBe('open until 2026-06-14T13:30:00Z');
    expect(stateAt([always], '2026-06-14T13:00:00Z')).toBe('open until 2026-06-14T14:30:00Z');
  });

  it('of a week is open a week later', () => {
    const week = utc('0 0 1 6 *', '168h');
    expect(stateAt([week], '2026-06-07T23:59:59Z')).toBe('open until 2026-06-08T00:00:00Z');
    expect(stateAt([week], '2026-06-08T00:00:00Z')).toBe('closed until 2027-06-01T00:00:00Z');
  });
});

describe('several maintenance windows', () => {
  const two = utc('0 2 * * *', '2h');

  it('that overlap are open until the last one closes', () => {
    const windows = [two, utc('0 3 * * *', '2h')];
    expect(stateAt(windows, '2026-06-14T02:30:00Z')).toBe('open until 2026-06-14T04:00:00Z');
    expect(stateAt(windows, '2026-06-14T03:00:00Z')).toBe('open until 2026-06-14T05:00:00Z');
    expect(stateAt(windows, '2026-06-14T05:00:00Z')).toBe('closed until 2026-06-15T02:00:00Z');
  });

  it('that touch leave nothing closed in between', () => {
    const windows = [utc('0 4 * * *', '1h'), two];
    expect(stateAt(windows, '2026-06-14T03:59:59.999Z')).toBe('open until 2026-06-14T04:00:00Z');
    expect(stateAt(windows, '2026-06-14T04:00:00Z')).toBe('open until 2026-06-14T05:00:00Z');
  });

  it('open when the first of them does, each in its own time zone', () => {
    const windows = [two, { ...two, timeZone: 'Asia/Tokyo' }];
    expect(stateAt(windows, '2026-06-14T04:00:00Z')).toBe('closed until 2026-06-14T17:00:00Z');
  });

  it('are never open where there is none', () => {
    expect(stateAt([], '2026-06-14T02:30:00Z')).toBe('closed');
  });
});

describe('maintenance windows of any kind', () => {
  // Far enough from the ends of the year for every window to have been open, and to open again.
  const [firstMs, lastMs] = [Date.UTC(2026, 0, 20), Date.UTC(2026, 11, 10)];
  const daily = fc
    .record({
      zone: fc.constantFrom(...zones),
      quarter: fc.nat(95),
      days: fc.constantFrom('*', '0', '6', '1-5'),
    })
    .chain((opening) =>
      fc.integer({ min: 1, max: 4 * 24 * 4 }).map((quarters) => ({ ...opening, durationMs: quarters * quarterHourMs })),
    );
  const offsetMs = fc.oneof(fc.constantFrom(-1, 0, 1), fc.integer({ min: 0, max: quarterHourMs }));

  it('are open exactly from each opening until their duration has passed, in every zone and season', () => {
    const openingsOf = createOpeningsOracle();
    fc.assert(
      fc.property(
        fc.array(daily, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: firstMs / quarterHourMs, max: lastMs / quarterHourMs }),
        offsetMs,
        (plans, quarter, offset) => {
          const nowMs = quarter * quarterHourMs + offset;
          const windows = plans.map(({ zone, quarter: of, days, durationMs }) => ({
            schedule: `${(of % 4) * 15} ${Math.floor(of / 4)} * * ${days}`,
            duration: `${durationMs / 60_000}m`,
            timeZone: zone,
          }));
          const spans = plans.flatMap((plan) =>
            openingsOf(plan).map((openMs) => ({ openMs, closeMs: openMs + plan.durationMs })),
          );
          const openNow = spans.filter(({ openMs, closeMs }) => openMs <= nowMs && nowMs < closeMs);
          const later = spans.map(({ openMs }) => openMs).filter((openMs) => openMs > nowMs);
          expect(maintenanceState(windows, nowMs)).toEqual(
            openNow.length > 0
              ? { open: true, closesAtMs: Math.max(...openNow.map(({ closeMs }) => closeMs)) }
              : { open: false, opensAtMs: Math.min(...later) },
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
