import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { protectionPolicyName } from '@ixn/operator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const claimOf = (name: string) => `${name}-ixn-logs`;

/** An instance with a volume for its logs; `more` is laid over its spec. */
function instanceWith(name: string, more: object = {}) {
  const instance = sampleInstance(name);
  instance.spec.ixnServer.logStorage = { storageSize: '1Gi' };
  return { ...instance, spec: { ...instance.spec, ...more } };
}

function ownersOf(claim: AnyObject | undefined): readonly string[] {
  return (claim?.metadata.ownerReferences ?? []).map(({ uid }) => uid);
}

describe('the log volume of an instance that is deleted', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('deletion');
    operator = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
  });
  afterAll(() => operator.stop());

  const claim = (name: string) => namespace.get('persistentvolumeclaims', claimOf(name));

  /** Deletes an instance and waits until nothing of it is left but what has no owner. */
  async function untilGone(name: string): Promise<void> {
    await namespace.delete('interactionservers', name);
    await eventually(`what ${name} owned is gone`, async () => {
      const selector = `app.kubernetes.io/instance=${name}`;
      const kinds = ['statefulsets', 'pods', 'services', 'persistentvolumeclaims'];
      const left = await Promise.all(kinds.map((kind) => namespace.list(kind, selector)));
      return left.flat().length === 0 ? true : undefined;
    });
  }

  /** Changes the policy, and waits until the claim has the owner that it says. */
  async function switchTo(name: string, deletionPolicy: 'Retain' | 'Delete', owner: string | undefined): Promise<void> {
    await namespace.patch('interactionservers', name, { spec: { deletionPolicy } });
    await eventually(`the claim of ${name} follows ${deletionPolicy}`, async () => {
      const owners = ownersOf(await claim(name));
      return owners.length === (owner === undefined ? 0 : 1) && owners[0] === owner ? true : undefined;
    });
    await untilReady(namespace, name);
  }

  it('stays by default, and with Retain', async () => {
    await namespace.apply(instanceWith('kept', { deletionPolicy: 'Retain' }));
    await untilReady(namespace, 'kept');
    const before = await claim('kept');
    expect(ownersOf(before)).toEqual([]);
    await untilGone('kept');
    expect(await claim('kept')).toEqual(before);
  });

  it('goes with Delete', async () => {
    await namespace.apply(instanceWith('cleared', { deletionPolicy: 'Delete' }));
    const { metadata } = await untilReady(namespace, 'cleared');
    expect(ownersOf(await claim('cleared'))).toEqual([metadata.uid]);
    await untilGone('cleared');
    expect(await claim('cleared')).toBeUndefined();
  });

  it('follows a change of the policy in both directions, without a restart of a pod', async () => {
    await namespace.apply(instanceWith('switched'));
    const { metadata } = await untilReady(namespace, 'switched');
    const before = await claim('switched');
    const pods = async () => (await namespace.list('pods')).map((pod) => pod.metadata.uid).toSorted();
    const podsBefore = await pods();

    await switchTo('switched', 'Delete', metadata.uid);
    expect((await claim('switched'))?.metadata.labels).not.toHaveProperty('ixn.operators.dev/instance');
    await switchTo('switched', 'Retain', undefined);
    const after = await claim('switched');
    expect({ uid: after?.metadata.uid, labels: after?.metadata.labels, spec: after?.['spec'] }).toEqual({
      uid: before?.metadata.uid,
      labels: before?.metadata.labels,
      spec: before?.['spec'],
    });
    expect(await pods()).toEqual(podsBefore);

    await untilGone('switched');
    expect((await claim('switched'))?.metadata.uid).toBe(before?.metadata.uid);
  });

  it('outlives its instance under Retain, although the policy was Delete when its spec still asked for it', async () => {
    await namespace.apply(instanceWith('given-up', { deletionPolicy: 'Delete' }));
    await untilReady(namespace, 'given-up');
    const before = await claim('given-up');
    const spec = { deletionPolicy: 'Retain', ixnServer: { logStorage: null } };
    await namespace.patch('interactionservers', 'given-up', { spec });
    await untilReady(namespace, 'given-up');
    expect(ownersOf(await claim('given-up'))).toEqual([]);
    await untilGone('given-up');
    expect((await claim('given-up'))?.metadata.uid).toBe(before?.metadata.uid);
  });

  it('goes under Delete when the spec asks for it no more', async () => {
    await namespace.apply(instanceWith('dropped', { deletionPolicy: 'Delete' }));
    await untilReady(namespace, 'dropped');
    await namespace.patch('interactionservers', 'dropped', { spec: { ixnServer: { logStorage: null } } });
    await eventually('the claim is gone', async () => ((await claim('dropped')) === undefined ? true : undefined));
    await untilReady(namespace, 'dropped');
  });

  it('goes when a retained one was switched to Delete before, and is made anew for the next instance', async () => {
    await namespace.apply(instanceWith('released'));
    const { metadata } = await untilReady(namespace, 'released');
    const first = await claim('released');
    await switchTo('released', 'Delete', metadata.uid);
    await namespace.delete('interactionservers', 'released');
    await namespace.apply(instanceWith('released'));
    await untilReady(namespace, 'released', 40_000);
    const second = await claim('released');
    expect(second?.metadata.uid).not.toBe(first?.metadata.uid);
    expect(ownersOf(second)).toEqual([]);
  }, 60_000);
});

describe('deletion protection', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('protection');
    await namespace.apply(sampleSecret());
    operator = await startOperator([namespace.name]);
  });
  afterAll(async () => {
    await operator.stop();
    await namespace.kubectl(
      ['delete', '--ignore-not-found', '-f', '-'],
      `${manifest('policy')}\n---\n${manifest('binding')}`,
    );
  });

  const protection = (what: string, status: string, reason: string) =>
    untilInstance(namespace, 'safe', what, ({ DeletionProtected }) => {
      return DeletionProtected?.status === status && DeletionProtected.reason === reason;
    });
  const deleteAsSomebody = (name: string, ...more: readonly string[]) =>
    namespace.kubectl([
      'delete',
      'interactionserver',
      name,
      '--as',
      'somebody',
      '--as-group',
      'system:masters',
      ...more,
    ]);

  it('is reported as missing while the policy is not installed, and the instance is Ready all the same', async () => {
    await namespace.apply(instanceWith('safe', { deletionProtection: true }));
    const instance = await untilReady(namespace, 'safe');
    expect(conditionsOf(instance)['DeletionProtected']).toMatchObject({
      status: 'False',
      reason: 'ProtectionPolicyMissing',
    });
  });

  it('is still missing with the policy alone, and holds when its binding is there', async () => {
    await install('policy');
    await install('binding', (text) => text.replace('[Deny]', '[Audit]'));
    await protection('is not protected by a binding that only tells', 'False', 'ProtectionPolicyMissing');
    await install('binding');
    await protection('is protected', 'True', 'Protected');
  });

  it('refuses to delete a protected instance, and says how to switch the protection off', async () => {
    const refused = await eventually('the API server enforces the policy', async () => {
      const answer = await deleteAsSomebody('safe', '--dry-run=server');
      return answer.exitCode === 0 ? undefined : answer.stderr;
    });
    expect(refused).toContain('InteractionServer safe is protected from deletion. Switch the protection off first:');
    const [, off = ''] = refused.split('first: ');
    expect(off.trim()).toBe(
      `kubectl patch interactionserver safe --namespace ${namespace.name} --type merge --patch '{"spec":{"deletionProtection":false}}'`,
    );
    const one = await deleteAsSomebody('safe', '--wait=false');
    const all = await namespace.kubectl(['delete', 'interactionservers', '--all', '--wait=false']);
    const collection = `/apis/ixn.operators.dev/v1alpha1/namespaces/${namespace.name}/interactionservers`;
    const { status } = await namespace.request({ method: 'DELETE', path: collection });
    expect([one.exitCode === 0, all.exitCode === 0, status]).toEqual([false, false, 403]);
    const instance = await namespace.get('interactionservers', 'safe');
    expect(instance?.metadata.deletionTimestamp).toBeUndefined();
  });

  it('lets any other instance be deleted', async () => {
    await namespace.apply(instanceWith('unsafe'));
    await untilReady(namespace, 'unsafe');
    expect(await deleteAsSomebody('unsafe')).toMatchObject({ exitCode: 0 });
  });

  it('lets the instance be deleted once it is switched off, and the condition goes', async () => {
    await namespace.apply(instanceWith('soon', { deletionProtection: true }));
    await untilInstance(namespace, 'soon', 'is protected', (conditions) => 'DeletionProtected' in conditions);
    await namespace.patch('interactionservers', 'soon', { spec: { deletionProtection: false } });
    await untilInstance(namespace, 'soon', 'is not protected', (conditions) => !('DeletionProtected' in conditions));
    expect(await deleteAsSomebody('soon')).toMatchObject({ exitCode: 0 });
  });

  it('is reported as missing again when the policy is taken away', async () => {
    await namespace.kubectl(['delete', 'validatingadmissionpolicybinding', protectionPolicyName]);
    await protection('is not protected', 'False', 'ProtectionPolicyMissing');
    await install('binding');
    await protection('is protected', 'True', 'Protected');
  });

  it('never holds up a namespace that is deleted, with the operator at work', async () => {
    await protection('is protected', 'True', 'Protected');
    expect(await namespace.kubectl(['delete', 'namespace', namespace.name, '--timeout=60s'])).toMatchObject({
      exitCode: 0,
    });
  }, 90_000);

  async function install(part: Part, change = (text: string) => text): Promise<void> {
    const { exitCode, stderr } = await namespace.kubectl(['apply', '-f', '-'], change(manifest(part)));
    if (exitCode !== 0) throw new Error(stderr);
  }
});

type Part = 'policy' | 'binding';

/** What deploy/operator installs. */
function manifest(part: Part): string {
  const folder = resolve(import.meta.dirname, '../../../deploy/operator');
  return readFileSync(resolve(folder, `deletion-protection-${part}.yaml`), 'utf8');
}
