import type { ControllerNote } from '@ixn/controller-runtime';
import type { RequestNote, StoreNote } from '@ixn/kube-client';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted and measured, and the registry that /metrics shows. */
export interface Metrics {
  readonly registry: Registry;
  readonly controller: (note: ControllerNote) => void;
  readonly request: (note: RequestNote) => void;
  readonly store: (note: StoreNote) => void;
}

/** What the gauges read when they are scraped. */
export interface MetricSources {
  readonly queueDepth: () => number;
  /** Age of the last sign of life of the quietest watch. */
  readonly lastEventAgeMs: () => number;
  readonly leading: () => boolean;
}

const prefix = 'ixn_operator_';
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Creates the operator's metrics in a registry of their own. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  gauge(registers, 'queue_depth', 'Instances that wait for a worker.', sources.queueDepth);
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
  return {
    registry,
    controller: (note) => {
      if (note.kind === 'reconciled') reconciles.observe({ outcome: note.outcome.kind }, note.durationMs / 1000);
      if (note.kind === 'threw') reconciles.observe({ outcome: 'threw' }, note.durationMs / 1000);
    },
    request: ({ verb, resource, code, durationMs }) =>
      requests.observe({ verb, resource, code: String(code) }, durationMs / 1000),
    store: ({ resource, kind }) => watches.inc({ resource, kind }),
  };
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
