import type { ControllerNote } from '@ixn/controller-runtime';
import type { RequestNote, StoreNote } from '@ixn/kube-client';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Retries } from './work.ts';

/** What is counted and measured, and the registry that /metrics shows. */
export interface Metrics {
  readonly registry: Registry;
  readonly controller: (note: ControllerNote) => void;
  readonly request: (note: RequestNote) => void;
  readonly store: (note: StoreNote) => void;
  readonly restart: (restart: { readonly workload: string; readonly cause: string }) => void;
}

/** What the gauges read when they are scraped. */
export interface MetricSources {
  readonly queueDepth: () => number;
  readonly retries: () => Retries;
  /** How many instances have changes that wait, by the reason. */
  readonly updatesPending: () => readonly (readonly [reason: string, instances: number])[];
  /** Age of the last sign of life of the quietest watch. */
  readonly lastEventAgeMs: () => number;
  readonly leading: () => boolean;
}

const prefix = 'ixn_operator_';
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** The steps of the back-off between tries, and the pauses that an API server may ask for. */
const retryBuckets = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 300];

/** Creates the operator's metrics in a registry of their own. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  gauge(registers, 'queue_depth', 'Instances that wait for a worker.', sources.queueDepth);
  gauge(registers, 'retrying', 'Instances whose last try failed.', () => sources.retries().keys);
  gauge(
    registers,
    'next_try_seconds',
    'Time until each instance whose last try failed has been tried again.',
    () => sources.retries().longestMs / 1000,
  );
  gauge(
    registers,
    'watch_last_event_age_seconds',
    'Time since the quietest watch gave a sign of life.',
    () => sources.lastEventAgeMs() / 1000,
  );
  gauge(registers, 'leading', 'Whether this process works (1), or stands by for another one that does (0).', () =>
    sources.leading() ? 1 : 0,
  );
  const reconciles = new Histogram({
    name: `${prefix}reconcile_duration_seconds`,
    help: 'Time that one reconcile took, by its outcome.',
    labelNames: ['outcome'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const retries = new Histogram({
    name: `${prefix}retry_delay_seconds`,
    help: 'Time from a failed try to the next one, by what failed.',
    labelNames: ['code'] as const,
    buckets: retryBuckets,
    registers,
  });
  const requests = new Histogram({
    name: `${prefix}kube_request_duration_seconds`,
    help: 'Time that one request to the API server took.',
    labelNames: ['verb', 'resource', 'code'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const watches = new Counter({
    name: `${prefix}watch_notes_total`,
    help: 'What the watches went through, by resource.',
    labelNames: ['resource', 'kind'] as const,
    registers,
  });
  const restarts = new Counter({
    name: `${prefix}restarts_total`,
    help: 'Times that the operator let pods of a workload be replaced, by the cause.',
    labelNames: ['workload', 'cause'] as const,
    registers,
  });
  const pending = new Gauge({
    name: `${prefix}updates_pending`,
    help: 'Instances with changes that wait, by the reason.',
    labelNames: ['reason'] as const,
    registers,
    collect() {
      for (const [reason, instances] of sources.updatesPending()) pending.set({ reason }, instances);
    },
  });
  return {
    registry,
    controller: (note) => {
      if (note.kind === 'abandoned') return;
      const outcome = note.kind === 'threw' ? 'threw' : note.outcome.kind;
      reconciles.observe({ outcome }, note.durationMs / 1000);
      const code = failureCodeOf(note);
      if (code !== undefined) retries.observe({ code }, (note.nextTryInMs ?? 0) / 1000);
    },
    request: ({ verb, resource, code, durationMs }) =>
      requests.observe({ verb, resource, code: String(code) }, durationMs / 1000),
    store: ({ resource, kind }) => watches.inc({ resource, kind }),
    restart: ({ workload, cause }) => restarts.inc({ workload, cause }),
  };
}

/** What made a try fail; undefined where it did not. The codes are those of the client: a few, whatever a server says. */
function failureCodeOf(note: Exclude<ControllerNote, { readonly kind: 'abandoned' }>): string | undefined {
  if (note.kind === 'threw') return 'Threw';
  return note.outcome.kind === 'retry' ? note.outcome.failure.code : undefined;
}

function gauge(registers: Registry[], name: string, help: string, read: () => number): void {
  const created: Gauge = new Gauge({
    name: `${prefix}${name}`,
    help,
    registers,
    collect() {
      created.set(read());
    },
  });
}
