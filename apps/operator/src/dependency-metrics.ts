import type { CheckedEvent, Checker } from '@ixn/dependency-checks';
import { Gauge, Histogram, type Registry } from 'prom-client';
import type { RunningDependencyWatch } from './dependency-watch.ts';

/** What the gauges read when they are scraped. */
export interface DependencyMetricSources {
  readonly states: RunningDependencyWatch['states'];
  readonly counts: Checker['counts'];
}

/** Takes in what a check has come to. */
export type NoteChecked = (event: CheckedEvent) => void;

const prefix = 'ixn_operator_';
/** To the sum of the time limits of all steps. */
const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/**
 * Adds what is measured of the dependencies. No label names an instance: rows, states and protocols are few, whatever the number
 * of instances; which instance it is stands in its status, and in the log.
 */
export function addDependencyMetrics(registry: Registry, { states, counts }: DependencyMetricSources): NoteChecked {
  const registers = [registry];
  const connections: Gauge = new Gauge({
    name: `${prefix}dependency_instances`,
    help: 'Instances by the state of each connection that they open: the number of its row, and the state.',
    labelNames: ['row', 'state'] as const,
    registers,
    collect() {
      connections.reset();
      for (const { row, state, instances } of states()) connections.set({ row, state }, instances);
    },
  });
  const checks: Gauge = new Gauge({
    name: `${prefix}dependency_checks`,
    help: 'Checks of dependencies: watched, of these running now, and waiting for their turn.',
    labelNames: ['phase'] as const,
    registers,
    collect() {
      for (const [phase, count] of Object.entries(counts())) checks.set({ phase }, count);
    },
  });
  const durations = new Histogram({
    name: `${prefix}dependency_check_duration_seconds`,
    help: 'Time that one check of a dependency took, by its protocol and what it came to.',
    labelNames: ['protocol', 'state'] as const,
    buckets: secondsBuckets,
    registers,
  });
  return ({ protocol, verdict, durationMs }) =>
    durations.observe({ protocol, state: verdict.state }, durationMs / 1000);
}
