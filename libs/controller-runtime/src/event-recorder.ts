import { createHash } from 'node:crypto';
import { type Failure, type KubeClient, quietly } from '@ixn/kube-client';
import type { Clock } from './delays.ts';
import { createEventSeriesTable, type EventSeries } from './event-series.ts';
import {
  type EventDetails,
  kubernetesEvent,
  kubernetesEventType,
  type Regarding,
  type Reporter,
} from './kubernetes-event.ts';
import { toMicroTime } from './micro-time.ts';
import { createTokenBuckets } from './token-buckets.ts';

/** The same event within this time after the last one counts on as a series; later it is a new event. */
const seriesWindowMs = 6 * 60_000;
/** One series is told of at most so often. */
const tellEveryMs = 10_000;
/** New events about one object: so many at once, and one more after each pause. */
const burst = 25;
const refillMs = 5 * 60_000;

/** For logs and metrics. */
export type EventNote =
  | { readonly kind: 'failed'; readonly failure: Failure; readonly reason: string; readonly regarding: Regarding }
  /** Too many about that object. */
  | { readonly kind: 'dropped'; readonly reason: string; readonly regarding: Regarding };

export interface EventRecorderOptions extends Clock {
  readonly client: Pick<KubeClient, 'create' | 'patch'>;
  readonly reporter: Reporter;
  readonly fieldManager: string;
  readonly observe?: (note: EventNote) => void;
}

export interface EventRecorder {
  /**
   * Tells of an event and returns at once; nothing waits for it, and a failure is only noted. The same event once more
   * becomes a series: its count and its last time are patched into the event that is there, at most every 10 s. New
   * events are limited to 25 about one object and one more every 5 minutes; what is beyond is dropped, and noted.
   */
  readonly record: (regarding: Regarding, event: EventDetails) => void;
}

/** Writes events of the events.k8s.io API. */
export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, reporter, fieldManager, now = Date.now, setTimer = idleTimer } = options;
  const note = quietly(options.observe);
  const buckets = createTokenBuckets(burst, refillMs);
  const table = createEventSeriesTable(seriesWindowMs);
  let names = 0;

  /** Patches the series as soon as it may be told of again. */
  function tellWhenDue(series: EventSeries): void {
    if (series.busy || series.count === series.toldCount) {
      return;
    }
    series.busy = true;
    setTimer(() => void tell(series), Math.max(0, series.toldMs + tellEveryMs - now()));
  }

  async function tell(series: EventSeries): Promise<void> {
    const { ref, regarding, reason, count, lastSeenMs } = series;
    series.toldCount = count;
    series.toldMs = now();
    const patch = { series: { count, lastObservedTime: toMicroTime(lastSeenMs) } };
    const told = await client.patch(kubernetesEventType, ref, patch, { fieldManager });
    series.busy = false;
    if (told.ok) {
      tellWhenDue(series);
      return;
    }
    // The API server keeps events for an hour or so: the next occurrence is a new one.
    table.forget(series);
    if (told.failure.code !== 'NotFound') {
      note({ kind: 'failed', failure: told.failure, reason, regarding });
    }
  }

  async function begin(key: string, regarding: Regarding, event: EventDetails, nowMs: number): Promise<void> {
    names += 1;
    const suffix = createHash('sha256').update(`${reporter.instance}/${names}/${nowMs}`).digest('hex').slice(0, 16);
    const object = kubernetesEvent(regarding, event, reporter, suffix, nowMs);
    const { reason } = event;
    const ref = object.metadata;
    const times = { lastSeenMs: nowMs, toldMs: nowMs };
    const series = { key, regarding, reason, ref, count: 1, toldCount: 1, ...times, busy: true };
    table.add(series);
    const created = await client.create(kubernetesEventType, object, { fieldManager });
    series.busy = false;
    if (created.ok) {
      tellWhenDue(series);
    } else {
      table.forget(series);
      note({ kind: 'failed', failure: created.failure, reason, regarding });
    }
  }

  return {
    record(regarding, event) {
      const nowMs = now();
      const object = objectKey(regarding);
      const key = JSON.stringify([object, event.type, event.reason, event.action, event.note]);
      const series = table.countOn(key, nowMs);
      if (series !== undefined) {
        tellWhenDue(series);
      } else if (buckets.take(object, nowMs)) {
        void begin(key, regarding, event, nowMs);
      } else {
        note({ kind: 'dropped', reason: event.reason, regarding });
      }
    },
  };
}

function objectKey({ apiVersion, kind, metadata: { namespace, name, uid } }: Regarding): string {
  return JSON.stringify([apiVersion, kind, namespace, name, uid]);
}

/** A timer that does not keep the process alive: at its end nobody waits for the count of a series. */
function idleTimer(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs).unref();
  return () => clearTimeout(timer);
}
