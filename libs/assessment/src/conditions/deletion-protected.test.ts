import { describe, expect, it } from 'vitest';
import { assess, assessBlocked } from '../assess.ts';
import { conditionsOf, input, inShort, podLost, startMs } from '../scenes.testing.ts';

describe('the condition DeletionProtected', () => {
  it.each([
    [undefined, undefined],
    ['Enforced', 'True Protected'],
    ['Missing', 'False ProtectionPolicyMissing'],
    ['Unreadable', 'Unknown ProtectionPolicyUnreadable'],
  ] as const)('where the policy is %s says %s', (protection, said) => {
    const status = assess(input(protection === undefined ? {} : { protection }));
    const condition = conditionsOf(status).find(({ type }) => type === 'DeletionProtected');
    expect(condition && `${condition.status} ${condition.reason}`).toBe(said);
  });

  it.each([{}, { observed: { ixnServer: podLost } }])('changes no other condition of %j', (scene) => {
    const without = conditionsOf(assess(input(scene)));
    const withMissing = conditionsOf(assess(input({ ...scene, protection: 'Missing' })));
    expect(withMissing.filter(({ type }) => type !== 'DeletionProtected')).toEqual(without);
  });

  it('stands for a resource for which nothing is done, too', () => {
    const blocked = { kind: 'stalled', reason: 'TenantConflict', message: 'no' } as const;
    const common = { generation: 1, nowMs: startMs, before: undefined, blocked, workloads: [] };
    expect(inShort(assessBlocked({ ...common, protection: 'Enforced' }))).toEqual([
      'Ready=False TenantConflict',
      'Stalled=True TenantConflict',
      'DeletionProtected=True Protected',
    ]);
  });
});
