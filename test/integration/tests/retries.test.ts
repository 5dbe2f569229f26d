import { describe, expect, it } from 'vitest';
import { createNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** The value of a metric, or of one of its series. */
function valueOf(metrics: string, series: string): number {
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.split(' ')[1] ?? Number.NaN);
}

describe('an instance whose writes fail', () => {
  it('says when it is tried again, with growing pauses, and nothing of it once a quota is raised', async () => {
    const namespace = await createNamespace('retries');
    const operator = await startOperator([namespace.name]);
    const quota = (services: string) => ({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'services' },
      spec: { hard: { services } },
    });
    await namespace.apply(sampleSecret());
    await namespace.apply(quota('0'));
    await expect.poll(async () => (await namespace.get('resourcequotas', 'services'))?.['status']?.hard).toBeDefined();
    await namespace.apply(sampleInstance('limited'));

    const failing = await untilInstance(namespace, 'limited', 'says when it is tried again', (_, { status }) => {
      return status.nextTry !== undefined;
    });
    expect(conditionsOf(failing)['Ready']).toMatchObject({
      reason: 'ApplyFailed',
      message: expect.stringContaining('exceeded quota'),
    });
    const first: string = failing['status'].nextTry;
    await untilInstance(namespace, 'limited', 'is tried again', (_, { status }) => status.nextTry > first);

    const delays = 'ixn_operator_retry_delay_seconds';
    const tries = async () => valueOf(await operator.metrics(), `${delays}_count{code="Forbidden"}`);
    await expect.poll(tries, { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
    const metrics = await operator.metrics();
    const count = valueOf(metrics, `${delays}_count{code="Forbidden"}`);
    expect(valueOf(metrics, `${delays}_sum{code="Forbidden"}`)).toBeCloseTo(0.25 * (2 ** count - 1));
    expect(valueOf(metrics, 'ixn_operator_retrying')).toBe(1);
    expect(valueOf(metrics, 'ixn_operator_next_try_seconds')).toBeGreaterThanOrEqual(0);

    await namespace.apply(quota('10'));
    const ready = await untilReady(namespace, 'limited', 60_000);
    expect(ready['status']).not.toHaveProperty('nextTry');
    expect(valueOf(await operator.metrics(), 'ixn_operator_retrying')).toBe(0);
    await operator.stop();
  }, 90_000);
});
