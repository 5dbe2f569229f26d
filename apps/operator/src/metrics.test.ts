import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

function metrics() {
  const retries = () => ({ keys: 2, longestMs: 4500 });
  const updatesPending = () => [['Paused', 2] as const];
  return createMetrics({
    queueDepth: () => 3,
    retries,
    updatesPending,
    lastEventAgeMs: () => 1500,
    leading: () => true,
  });
}

const worked = { controller: 'interaction-server', key: 'voice/a', reconcileId: 'r', attempt: 1, durationMs: 20 };

describe('the metrics', () => {
  it('read queue, watches and leadership when they are scraped, in seconds', async () => {
    const text = await metrics().registry.metrics();
    expect(text).toContain('\nixn_operator_queue_depth 3\n');
    expect(text).toContain('\nixn_operator_watch_last_event_age_seconds 1.5\n');
    expect(text).toContain('\nixn_operator_leading 1\n');
  });

  it('tell how many instances failed, and when all of them have been tried again', async () => {
    const text = await metrics().registry.metrics();
    expect(text).toContain('\nixn_operator_retrying 2\n');
    expect(text).toContain('\nixn_operator_next_try_seconds 4.5\n');
  });

  it('tell how many instances have changes that wait, and count restarts by workload and cause', async () => {
    const { restart, registry } = metrics();
    restart({ workload: 'ixnServer', cause: 'SpecChanged' });
    const text = await registry.metrics();
    expect(text).toContain('ixn_operator_updates_pending{reason="Paused"} 2');
    expect(text).toContain('ixn_operator_restarts_total{workload="ixnServer",cause="SpecChanged"} 1');
  });

  it('measure the pauses before tries by what failed', async () => {
    const { controller, registry } = metrics();
    const outcome = { kind: 'retry', failure: { code: 'Forbidden', message: 'exceeded quota' } } as const;
    controller({ ...worked, kind: 'reconciled', outcome, nextTryInMs: 500 });
    controller({ ...worked, kind: 'threw', error: new Error('bug'), nextTryInMs: 1000 });
    controller({ ...worked, kind: 'reconciled', outcome: { kind: 'requeueAfter', delayMs: 7 }, nextTryInMs: 7 });
    const text = await registry.metrics();
    expect(text).toContain('ixn_operator_retry_delay_seconds_sum{code="Forbidden"} 0.5');
    expect(text).toContain('ixn_operator_retry_delay_seconds_sum{code="Threw"} 1');
    expect(text.match(/ixn_operator_retry_delay_seconds_count/g)).toHaveLength(2);
  });

  it('count reconciles by their outcome, bugs too', async () => {
    const { controller, registry } = metrics();
    controller({ ...worked, kind: 'reconciled', outcome: { kind: 'done' } });
    controller({ ...worked, kind: 'reconciled', outcome: { kind: 'done' } });
    controller({ ...worked, kind: 'threw', error: new Error('bug'), nextTryInMs: 1 });
    controller({ controller: 'interaction-server', kind: 'abandoned', keys: ['voice/a'] });
    const text = await registry.metrics();
    expect(text).toContain('ixn_operator_reconcile_duration_seconds_count{outcome="done"} 2');
    expect(text).toContain('ixn_operator_reconcile_duration_seconds_sum{outcome="done"} 0.04');
    expect(text).toContain('ixn_operator_reconcile_duration_seconds_count{outcome="threw"} 1');
  });

  it('count requests by verb, resource and code', async () => {
    const { request, registry } = metrics();
    request({ verb: 'apply', resource: 'services', code: 200, durationMs: 5 });
    request({ verb: 'apply', resource: 'services', code: 'Timeout', durationMs: 5 });
    const text = await registry.metrics();
    for (const code of ['200', 'Timeout']) {
      const labels = `verb="apply",resource="services",code="${code}"`;
      expect(text).toContain(`ixn_operator_kube_request_duration_seconds_count{${labels}} 1`);
    }
  });

  it('count what the watches go through', async () => {
    const { store, registry } = metrics();
    store({ resource: 'pods', kind: 'listed', items: 3, durationMs: 5 });
    expect(await registry.metrics()).toContain('ixn_operator_watch_notes_total{resource="pods",kind="listed"} 1');
  });

  it('are of their own for each operator, so that two in one process do not meet', async () => {
    const first = metrics();
    const second = metrics();
    first.store({ resource: 'pods', kind: 'listed', items: 3, durationMs: 5 });
    expect(await second.registry.metrics()).not.toContain('resource="pods"');
  });
});
