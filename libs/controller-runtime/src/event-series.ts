import type { Regarding } from './kubernetes-event.ts';

/** One event and its repetitions. */
export interface EventSeries {
  readonly key: string;
  readonly regarding: Regarding;
  readonly reason: string;
  /** The event in the cluster. */
  readonly ref: { readonly namespace: string; readonly name: string };
  count: number;
  lastSeenMs: number;
  /** What the API server has been told. */
  toldCount: number;
  toldMs: number;
  /** A request is under way, or one is due. */
  busy: boolean;
}

/** The series that still go on: those of which something was seen within the window. */
export interface EventSeriesTable {
  /** The series of this key with one occurrence more; undefined when there is none that goes on. */
  countOn(key: string, nowMs: number): EventSeries | undefined;
  add(series: EventSeries): void;
  forget(series: EventSeries): void;
}

export function createEventSeriesTable(windowMs: number): EventSeriesTable {
  /** In the order of their last occurrence. */
  const known = new Map<string, EventSeries>();
  return {
    countOn(key, nowMs) {
      for (const old of known.values()) {
        if (nowMs - old.lastSeenMs <= windowMs) {
          break;
        }
        known.delete(old.key);
      }
      const series = known.get(key);
      if (series !== undefined) {
        series.count += 1;
        series.lastSeenMs = nowMs;
        known.delete(key);
        known.set(key, series);
      }
      return series;
    },
    add: (series) => void known.set(series.key, series),
    forget(series) {
      if (known.get(series.key) === series) {
        known.delete(series.key);
      }
    },
  };
}
