import { describe, expect, it } from 'vitest';
import { findTenantObstacle, type TenantClaim } from './tenant-obstacle.ts';

const own: TenantClaim = { namespace: 'voice', name: 'own', uid: 'm', createdAt: '2026-03-01T12:00:00Z' };
const rival: TenantClaim = { ...own, namespace: 'chat', name: 'rival' };
const older = { ...rival, createdAt: '2026-03-01T11:59:59Z' };
const younger = { ...rival, createdAt: '2026-03-01T12:00:01Z' };

describe('findTenantObstacle', () => {
  it.each<[string, readonly TenantClaim[]]>([
    ['nobody else claims the tenant', []],
    ['a younger resource claims the tenant', [younger]],
    ['a resource of the same second and a greater UID claims the tenant', [{ ...rival, uid: 'n' }]],
  ])('finds none when %s', (_, rivals) => {
    expect(findTenantObstacle(own, rivals, [])).toBeUndefined();
  });

  it.each<[string, readonly TenantClaim[]]>([
    ['an older resource claims the tenant', [older]],
    ['an older and a younger one do', [younger, older]],
    ['a resource of the same second and a smaller UID does', [{ ...rival, uid: 'a' }]],
  ])('stalls when %s, and names it', (_, rivals) => {
    expect(findTenantObstacle(own, rivals, ['chat/rival-ixn-0'])).toEqual({
      kind: 'stalled',
      reason: 'TenantConflict',
      message: 'InteractionServer chat/rival is older and runs the same tenant',
    });
  });

  it('lets exactly one of any number of claims go on', () => {
    const claims = [own, older, younger, { ...rival, uid: 'a' }, { ...rival, uid: 'z' }];
    const free = claims.filter((claim) => {
      const others = claims.filter((other) => other !== claim);
      return findTenantObstacle(claim, others, []) === undefined;
    });
    expect(free).toEqual([older]);
  });

  it('names three of many pods, as the status must stay small', () => {
    const pods = Array.from({ length: 200 }, (_, index) => `chat/rival-${index}`);
    expect(findTenantObstacle(own, [], pods)?.message).toMatch(/chat\/rival-2 and 197 more$/);
  });

  it('waits for pods of the tenant that are still there, and names them', () => {
    expect(findTenantObstacle(own, [younger], ['chat/rival-ixn-0', 'voice/old-ixn-0'])).toEqual({
      kind: 'waiting',
      reason: 'WaitingForPredecessor',
      message: 'waiting for IXN of the same tenant to end: chat/rival-ixn-0, voice/old-ixn-0',
    });
  });
});
