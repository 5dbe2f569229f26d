import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { addDependencyMetrics } from './dependency-metrics.ts';
import type { RunningDependencyWatch } from './dependency-watch.ts';

function metricsOf(states: () => ReturnType<RunningDependencyWatch['states']>) {
  const registry = new Registry();
  const counts = () => ({ watched: 12, running: 2, waiting: 1 });
  return { registry, note: addDependencyMetrics(registry, { states, counts }) };
}

describe('the metrics of dependencies', () => {
  it('count instances by row and state, and forget a state that none has any more', async () => {
    let state: 'Reachable' | 'Unreachable' = 'Unreachable';
    const { registry } = metricsOf(() => [{ row: 16, state, instances: 3 }]);
    expect(await registry.metrics()).toContain('ixn_operator_dependency_instances{row="16",state="Unreachable"} 3\n');
    state = 'Reachable';
    const text = await registry.metrics();
    expect(text).toContain('ixn_operator_dependency_instances{row="16",state="Reachable"} 3\n');
    expect(text).not.toContain('Unreachable');
  });

  it('tell how many checks there are, run and wait', async () => {
    const text = await metricsOf(() => []).registry.metrics();
    expect(text).toContain('ixn_operator_dependency_checks{phase="watched"} 12\n');
    expect(text).toContain('ixn_operator_dependency_checks{phase="waiting"} 1\n');
  });

  it('measure checks by their protocol and what they came to', async () => {
    const { registry, note } = metricsOf(() => []);
    const verdict = { state: 'Unreachable', reason: 'TimedOut', message: 'no connection came about' } as const;
    note({ protocol: 'kafka', verdict, durationMs: 4_000 });
    const labels = 'protocol="kafka",state="Unreachable"';
    expect(await registry.metrics()).toContain(`ixn_operator_dependency_check_duration_seconds_sum{${labels}} 4\n`);
  });
});
