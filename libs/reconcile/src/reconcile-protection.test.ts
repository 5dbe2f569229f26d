import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { conditionsOf, convergedCluster, type FakeCluster } from './fake-cluster.testing.ts';
import { reconcile } from './reconcile.ts';

const protectedInstance = interactionServer({ spec: { deletionProtection: true } });

function protectionIn(cluster: FakeCluster): string | undefined {
  const condition = cluster.status()?.conditions?.find(({ type }) => type === 'DeletionProtected');
  return condition && `${condition.status} ${condition.reason}`;
}

describe('deletion protection', () => {
  it('is told as it stands, whatever else is true, and written only when it changes', async () => {
    const cluster = await convergedCluster(protectedInstance);
    expect([protectionIn(cluster), ...conditionsOf(cluster)]).toEqual([
      'False ProtectionPolicyMissing',
      'Ready=True Converged',
    ]);
    cluster.setProtectionPolicy('Enforced');
    await reconcile(cluster.ref, cluster.ports);
    await reconcile(cluster.ref, cluster.ports);
    expect(protectionIn(cluster)).toBe('True Protected');
    expect(cluster.writesSinceLastLook()).toEqual(['status']);
  });

  it('is told of a resource that breaks rules, too', async () => {
    const cluster = await convergedCluster(protectedInstance);
    cluster.change((resource) => ({ ...resource, spec: { deletionProtection: true } }));
    await reconcile(cluster.ref, cluster.ports);
    expect(conditionsOf(cluster)).toEqual(['Ready=False InvalidSpec', 'Stalled=True InvalidSpec']);
    expect(protectionIn(cluster)).toBe('False ProtectionPolicyMissing');
  });

  it('is not told where the spec does not ask for it', async () => {
    const cluster = await convergedCluster(interactionServer());
    expect(protectionIn(cluster)).toBeUndefined();
  });
});
