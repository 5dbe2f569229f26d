import { describe, expect, it } from 'vitest';
import { resolvedWith } from './resolved.testing.ts';

function nodeEnvironment(ixnNode: object) {
  return resolvedWith({ spec: { ixnNode } }).workloads.ixnNode.environment;
}

describe('what IXN Node is told beside its connections', () => {
  it('is its settings as JSON, whose order does not depend on how a user wrote them', () => {
    const settings = { b: '2', a: 'x "quoted" = 1' };
    expect(nodeEnvironment({ settings })['SETTINGS']).toBe('{"a":"x \\"quoted\\" = 1","b":"2"}');
    expect(nodeEnvironment({})).not.toHaveProperty('SETTINGS');
  });

  it.each([
    [{}, 'false'],
    [{ storingSessions: { enabled: true } }, 'true'],
    [{ storingSessions: { enabled: false } }, 'false'],
  ])('is whether it stores sessions: %j is %s', (ixnNode, told) => {
    expect(nodeEnvironment(ixnNode)['STORING_SESSIONS']).toBe(told);
  });

  it('is told to no other workload', () => {
    const { ixnServer, ixnVQNode } = resolvedWith({ spec: { ixnNode: { settings: { a: '1' } } } }).workloads;
    for (const { environment } of [ixnServer, ixnVQNode]) {
      expect(environment).not.toHaveProperty('SETTINGS');
      expect(environment).not.toHaveProperty('STORING_SESSIONS');
    }
  });
});
