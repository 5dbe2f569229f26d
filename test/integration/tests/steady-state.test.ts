import { type AuditEvent, isWrite, readAuditLog } from '@ixn/control-plane';
import { describe, expect, inject, it } from 'vitest';
import { operatorUser } from '../global-setup.ts';
import { createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { untilInstance, untilReady } from '../src/instance.ts';
import { startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

describe('the steady state', () => {
  it('sends no write for a resync, nor for a restart of the operator', async () => {
    const namespace = await settledNamespace('steady');
    await untilAuditIsQuiet(namespace);
    const before = (await operatorWrites(namespace)).length;
    expect(before).toBeGreaterThan(10);

    const operator = await startOperator([namespace.name], ['--resync-seconds', '1']);
    const reconciles = () => operator.log.filter((line) => line.includes('"msg":"instance reconciled"')).length;
    await expect.poll(reconciles, { timeout: 20_000 }).toBeGreaterThan(4);
    await operator.stop();

    // What a person does after it marks the place in the log up to which there must be nothing.
    await namespace.patch('interactionservers', 'steady', { metadata: { labels: { marker: 'x' } } });
    await eventually('the audit log has the marker', async () => {
      const events = await auditEvents(namespace);
      return events.some(({ requestObject }) => JSON.stringify(requestObject ?? '').includes('"marker"')) || undefined;
    });
    expect((await operatorWrites(namespace)).slice(before)).toEqual([]);
  }, 60_000);

  it('ends in the same place when the operator is restarted in the middle of a rollout', async () => {
    const namespace = await createNamespace('restart');
    await namespace.apply(sampleSecret());
    const first = await startOperator([namespace.name]);
    await namespace.apply(sampleInstance('steady'));
    await untilReady(namespace, 'steady');
    await namespace.patch('interactionservers', 'steady', {
      spec: {
        ixnServer: { image: { tag: 'next' } },
        ixnNode: { image: { tag: 'next' } },
        ixnVQNode: { image: { tag: 'next' } },
      },
    });
    await untilInstance(namespace, 'steady', 'rolls', ({ Ready }) => Ready?.status === 'Unknown');
    await first.stop();
    const second = await startOperator([namespace.name]);
    const instance = await untilReady(namespace, 'steady');
    expect(instance['status'].workloads.map((workload: { readonly image: string }) => workload.image)).toEqual([
      'registry.example.com/ixn/interaction_server:next',
      'registry.example.com/ixn/ixn_node:next',
      'registry.example.com/ixn/ixn_vq_node:next',
    ]);
    for (const [resource, name] of [
      ['statefulsets', 'steady-ixn'],
      ['deployments', 'steady-ixn-node'],
      ['deployments', 'steady-vq-node'],
    ] as const) {
      expect((await namespace.get(resource, name))?.metadata.generation).toBe(2);
    }
    await second.stop();
  });
});

/** A namespace with an instance that an operator, stopped since, has brought to Ready. */
async function settledNamespace(purpose: string): Promise<TestNamespace> {
  const namespace = await createNamespace(purpose);
  await namespace.apply(sampleSecret());
  const operator = await startOperator([namespace.name]);
  await namespace.apply(sampleInstance('steady'));
  await untilReady(namespace, 'steady');
  await operator.stop();
  return namespace;
}

async function auditEvents(namespace: TestNamespace): Promise<readonly AuditEvent[]> {
  const events = await readAuditLog(inject('controlPlane').auditLogPath);
  return events.filter((event) => event.namespace === namespace.name);
}

async function operatorWrites(namespace: TestNamespace): Promise<readonly AuditEvent[]> {
  return (await auditEvents(namespace)).filter((event) => event.user === operatorUser && isWrite(event));
}

/** The log is written a moment after the answer. */
async function untilAuditIsQuiet(namespace: TestNamespace): Promise<void> {
  let last = -1;
  await eventually('the audit log is quiet', async () => {
    const count = (await auditEvents(namespace)).length;
    const quiet = count === last;
    last = count;
    return quiet || undefined;
  });
}
