import { type AuditEvent, isWrite, readAuditLog } from '@ixn/control-plane';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { operatorUser, rivalUser } from '../global-setup.ts';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { untilInstance, untilReady } from '../src/instance.ts';
import { type OperatorProcess, spawnOperator } from '../src/operator-process.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** Of the Lease, before another candidate may take it; with the time that it needs to see that. */
const takeoverMs = 15_000;

const running: OperatorProcess[] = [];
afterEach(async () => {
  for (const operator of running.splice(0)) {
    operator.signal('SIGCONT');
    await operator.kill();
  }
});

describe('two operators with leader election', () => {
  it('change places when the leader is frozen for longer than its lease, and it writes nothing after that', async () => {
    const { namespace, leader, first } = await openScene();
    await namespace.apply(sampleInstance('tenant-1'));
    await untilReady(namespace, 'tenant-1', patienceMs);

    leader.signal('SIGSTOP');
    await changeImage(namespace, 'while-frozen');
    await eventually('the other one leads', () => leaseHeldByOther(namespace, first), takeoverMs);
    await untilReady(namespace, 'tenant-1', patienceMs);
    // Its first write of all is the one that takes the Lease.
    const takenOverAt = await firstWriteOf(namespace, rivalUser);

    leader.signal('SIGCONT');
    await eventually('the old leader has seen that it leads no longer', async () => {
      return leader.log().includes('leads no longer') || undefined;
    });
    await changeImage(namespace, 'after-thaw');
    await untilReady(namespace, 'tenant-1', patienceMs);
    const showsImage = (_: unknown, instance: AnyObject) =>
      JSON.stringify(instance['status'].workloads).includes(':after-thaw');
    await untilInstance(namespace, 'tenant-1', 'shows the new image', showsImage, patienceMs);
    await eventually('the audit log has the new leader at work', async () => {
      const writes = await writesOf(namespace, rivalUser);
      return (
        writes.some(({ requestObject }) => JSON.stringify(requestObject ?? '').includes(':after-thaw')) || undefined
      );
    });
    const late = (await writesOf(namespace, operatorUser)).filter(({ receivedAt }) => receivedAt > takenOverAt);
    expect(late.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`)).toEqual([]);
  }, 300_000);

  it('change places at once when the leader is told to stop', async () => {
    const { namespace, leader, first } = await openScene();
    leader.signal('SIGTERM');
    expect(await leader.ended).toBe(0);
    // Far less than the ten seconds of the lease.
    await eventually('the other one leads', () => leaseHeldByOther(namespace, first), 6000);
  }, 60_000);
});

const lease = 'operators';
/** Long, as several control planes may share the machine. */
const patienceMs = 60_000;

/** Starts one operator, waits until it leads, and starts another one beside it, as another user. */
async function openScene() {
  const namespace = await createNamespace('leaders');
  await namespace.apply(sampleSecret());
  const { operatorKubeconfig, rivalKubeconfig } = inject('controlPlane');
  const leader = start(namespace, operatorKubeconfig);
  const first = await eventually('one leads', () => holderOf(namespace));
  const rival = start(namespace, rivalKubeconfig);
  await eventually('the other one stands by', async () => rival.log().includes('standing by') || undefined);
  return { namespace, leader, first };
}

function start({ name }: TestNamespace, kubeconfig: string): OperatorProcess {
  const election = ['--leader-elect', '--lease-name', lease, '--lease-namespace', name];
  const operator = spawnOperator(kubeconfig, ['--namespaces', name, ...election]);
  running.push(operator);
  return operator;
}

async function holderOf(namespace: TestNamespace): Promise<string | undefined> {
  const found = await namespace.get('leases', lease);
  return found?.['spec'].holderIdentity || undefined;
}

async function leaseHeldByOther(namespace: TestNamespace, first: string): Promise<string | undefined> {
  const holder = await holderOf(namespace);
  return holder === first ? undefined : holder;
}

function changeImage(namespace: TestNamespace, tag: string): Promise<void> {
  return namespace.patch('interactionservers', 'tenant-1', { spec: { ixnNode: { image: { tag } } } });
}

async function writesOf(namespace: TestNamespace, user: string): Promise<readonly AuditEvent[]> {
  const events = await readAuditLog(inject('controlPlane').auditLogPath);
  return events.filter((event) => event.namespace === namespace.name && event.user === user && isWrite(event));
}

/** When the first write of a user in the namespace came in. */
async function firstWriteOf(namespace: TestNamespace, user: string): Promise<string> {
  return eventually(
    `the audit log has a write of ${user}`,
    async () => (await writesOf(namespace, user))[0]?.receivedAt,
  );
}
