import { isDeepStrictEqual } from 'node:util';
import { type AuditEvent, isWrite, readAuditLog } from '@ixn/control-plane';
import { countsOf } from '@ixn/test-kit';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { operatorUser } from '../global-setup.ts';
import { createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { untilReady } from '../src/instance.ts';
import { startOperator } from '../src/operator.ts';
import { startProxy } from '../src/operator-proxy.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

describe('an operator that hears of everything two seconds late', () => {
  it('writes nothing twice, and its status goes only forward', async () => {
    const namespace = await createNamespace('stale');
    await namespace.apply(sampleSecret());
    const proxy = await startProxy();
    proxy.setPlan(({ verb }) => (verb === 'watch' ? { kind: 'delayEvents', delayMs: 2000 } : undefined));
    // Looks at the instance all the time, so that it meets its old cache.
    const operator = await startOperator([namespace.name], ['--resync-seconds', '1'], proxy.kubeconfig);
    onTestFinished(async () => {
      await operator.stop();
      await proxy.close();
    });
    await namespace.apply(sampleInstance('late'));
    await untilReady(namespace, 'late', 40_000);
    await namespace.patch('interactionservers', 'late', { spec: { ixnNode: { image: { tag: 'next' } } } });
    await untilReady(namespace, 'late', 40_000);

    const writes = await untilWritten(namespace);
    const byObject = Object.groupBy(writes, ({ resource, name }) => `${resource} ${name}`);
    const again = Object.entries(byObject).flatMap(([object, events = []]) =>
      events.some((event, at) => at > 0 && isDeepStrictEqual(event.requestObject, events[at - 1]?.requestObject))
        ? [object]
        : [],
    );
    expect(again).toEqual([]);
    const counts = countsOf(writes.map(({ resource, name }) => `${resource} ${name}`));
    expect(counts).toMatchObject({
      'statefulsets late-ixn': 1,
      'deployments late-ixn-node': 2,
      'deployments late-vq-node': 1,
    });
    expect(storyOf(byObject['interactionservers/status late'] ?? [])).toEqual([
      '1 Unknown',
      '1 True',
      '2 Unknown',
      '2 True',
    ]);
  }, 120_000);
});

/** The operator's writes, once its last status is among them. Its log comes a moment after the answer. */
async function untilWritten(namespace: TestNamespace): Promise<readonly AuditEvent[]> {
  return eventually('the last status is in the audit log', async () => {
    const events = await readAuditLog(inject('controlPlane').auditLogPath);
    const writes = events.filter(
      (event) => event.namespace === namespace.name && event.user === operatorUser && isWrite(event),
    );
    const last = storyOf(writes.filter(({ resource }) => resource === 'interactionservers/status')).at(-1);
    return last === '2 True' ? writes : undefined;
  });
}

/** Generation and Ready of each status in turn, without repetitions. */
function storyOf(events: readonly AuditEvent[]): readonly string[] {
  const steps = events.map(({ requestObject }) => {
    const { observedGeneration, conditions } = (requestObject as { readonly status: Status }).status;
    return `${observedGeneration} ${conditions.find(({ type }) => type === 'Ready')?.status}`;
  });
  return steps.filter((step, at) => step !== steps[at - 1]);
}

interface Status {
  readonly observedGeneration: number;
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
}
