import { isWrite } from '@ixn/control-plane';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operatorRequests } from '../src/audit/operator-requests.ts';
import { rollOut } from '../src/changes.ts';
import { newInstance } from '../src/instance.ts';
import { leader, signalOperator, untilOperatorsReady } from '../src/operator.ts';
import { eventually, openScene } from '../src/scene.ts';

const scene = openScene();
const { kubectl, facts } = scene;
const instance = newInstance(scene, 'led');

beforeAll(() => rollOut(scene, instance, 'none'));
beforeEach(() => untilOperatorsReady(scene));

/** What a pod of the operator wrote after a moment, the Lease apart; nothing is known where there is no audit log. */
async function writesAfter(pod: string, moment: string): Promise<readonly string[]> {
  if (facts.auditLog === null) return [];
  const requests = await operatorRequests(facts.auditLog, facts);
  return requests
    .filter((request) => isWrite(request) && request.resource !== 'leases')
    .filter((request) => request.pod === pod && request.receivedAt > moment)
    .map(({ verb, requestUri, code }) => `${verb} ${requestUri}: ${code}`);
}

/** Waits until a pod of the operator looks at the Lease after a moment; nothing to wait for where there is no audit log. */
async function untilItLooks(pod: string, moment: string): Promise<void> {
  const { auditLog } = facts;
  if (auditLog === null) return;
  await eventually(`${pod} looks at the Lease`, async () => {
    const requests = await operatorRequests(auditLog, facts);
    return requests.some((one) => one.pod === pod && one.resource === 'leases' && one.receivedAt > moment) || undefined;
  });
}

describe('of two operators the other one takes over', () => {
  it('when the pod of the leader is deleted without grace', async () => {
    const before = await leader(scene);
    const atOnce = ['--grace-period=0', '--force', '--wait=false'];
    await kubectl.run(['delete', 'pod', before.pod, '-n', facts.namespaces.operator, ...atOnce]);
    await rollOut(scene, instance, 'after-deletion');
    const after = await leader(scene);
    expect(after.pod).not.toBe(before.pod);
    expect(await writesAfter(before.pod, after.since)).toEqual([]);
  });

  it('when the process of the leader is killed, or the next one of its pod does', async () => {
    const before = await leader(scene);
    await signalOperator(scene, before.pod, 'SIGKILL');
    await rollOut(scene, instance, 'after-kill');
    const after = await leader(scene);
    expect(after.identity).not.toBe(before.identity);
  });

  it('when the leader is frozen, which writes nothing when it goes on', async () => {
    const before = await leader(scene);
    await signalOperator(scene, before.pod, 'SIGSTOP');
    const after = await leader(scene, ({ pod }) => pod !== before.pod);
    await signalOperator(scene, before.pod, 'SIGCONT');
    await untilItLooks(before.pod, after.since);
    await rollOut(scene, instance, 'after-thaw');
    expect((await leader(scene)).identity).toBe(after.identity);
    expect(await writesAfter(before.pod, after.since)).toEqual([]);
  });
});
