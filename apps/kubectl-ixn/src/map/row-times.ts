import type { Since } from './map-types.ts';

/** How a row stands. */
interface Stand {
  readonly number: number;
  readonly endpoint: string;
  readonly state: string;
  readonly reason: string;
}

/** Notes since when each row is as it is. */
export interface RowTimes {
  /** Takes in how the rows are now. Gives the times, by the number of the row. */
  note(rows: readonly Stand[], nowMs: number): ReadonlyMap<number, Since>;
}

/** The status has no times of single rows: what was so at the first look may have been so for long. */
export function createRowTimes(): RowTimes {
  const known = new Map<number, { readonly stand: string; readonly since: Since }>();
  return {
    note(rows, nowMs) {
      const isFirst = known.size === 0;
      for (const { number, endpoint, state, reason } of rows) {
        const stand = JSON.stringify([endpoint, state, reason]);
        if (known.get(number)?.stand === stand) continue;
        known.set(number, { stand, since: { atMs: nowMs, ...(isFirst && { orBefore: true }) } });
      }
      return new Map([...known].map(([number, { since }]) => [number, since]));
    },
  };
}
