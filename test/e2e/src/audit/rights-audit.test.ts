import type { AuditEvent } from '@ixn/control-plane';
import { type Right, rights } from '@ixn/operator';
import { describe, expect, it } from 'vitest';
import { auditRights, unusedRights } from './rights-audit.ts';
import { rightsTable } from './rights-table.ts';

const own = 'ixn-operator';

function request(verb: string, resource: string, others: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: '',
    verb,
    resource,
    apiGroup: '',
    user: 'operator',
    pod: undefined,
    userAgent: 'operator',
    namespace: 'voice',
    name: undefined,
    code: 200,
    message: '',
    requestUri: `/${resource}`,
    receivedAt: '2026-01-02T03:04:05.678901Z',
    requestObject: undefined,
    ...others,
  };
}

function audit(requests: readonly AuditEvent[], list: readonly Right[] = rights, enforcesOwnerReferences = false) {
  return auditRights({ rights: list, requests, operatorNamespace: own, enforcesOwnerReferences });
}

function usedOf(requests: readonly AuditEvent[], enforcesOwnerReferences = false): readonly string[] {
  const { uses } = audit(requests, rights, enforcesOwnerReferences);
  return uses.filter(({ times }) => times > 0).map(({ scope, verb, resource }) => `${scope} ${verb} ${resource}`);
}

describe('auditRights', () => {
  it('finds every right unused where nothing was asked for', () => {
    expect(unusedRights(audit([])).length).toBe(audit([]).uses.length);
    expect(audit([])).toMatchObject({ forbidden: [], unlisted: [] });
  });

  it('takes a patch that made something for a create, too', () => {
    expect(usedOf([request('patch', 'services')])).toEqual(['instances patch services']);
    expect(usedOf([request('patch', 'services', { code: 201 })])).toEqual([
      'instances create services',
      'instances patch services',
    ]);
  });

  it('knows that making something with an owner takes a right to its finalizers where that is enforced', () => {
    const finalizers = 'instances update interactionservers.ixn.operators.dev/finalizers';
    expect(usedOf([request('patch', 'services', { code: 201 })], true)).toContain(finalizers);
    expect(usedOf([request('patch', 'services', { code: 200 })], true)).not.toContain(finalizers);
  });

  it('tells the pod of the operator from those of instances', () => {
    expect(usedOf([request('get', 'pods', { namespace: own })])).toEqual(['own get pods']);
    expect(usedOf([request('delete', 'pods')])).toEqual(['instances delete pods']);
  });

  it('finds what was forbidden, which uses no right, and what no right of the list allows', () => {
    const found = audit([
      request('list', 'secrets', { code: 403, message: 'no' }),
      request('create', 'pods', { code: 201 }),
    ]);
    expect(found.forbidden).toEqual(['list /secrets: 403 no']);
    expect(found.unlisted).toEqual(['create /pods: 201']);
    expect(found.uses.filter(({ times }) => times > 0)).toEqual([]);
  });

  it('looks over requests that are about no resource', () => {
    expect(audit([request('get', '', { requestUri: '/version' })])).toEqual(audit([]));
  });
});

describe('rightsTable', () => {
  it('says what is unused and what was forbidden, and sums up', () => {
    const pods: Right = {
      scope: 'instances',
      why: '',
      on: [{ group: '', resource: 'pods' }],
      verbs: ['list', 'watch'],
    };
    const text = rightsTable(
      audit([request('list', 'pods'), request('get', 'secrets', { code: 403, message: 'no' })], [pods]),
    );
    expect(text).toContain('  pods (instances)  list 1  watch 0\n');
    expect(text).toContain('Rights: 2 granted, 1 unused; 1 requests forbidden, 0 let through by no right of the list');
    expect(text).toContain('  unused: watch pods (instances)\n  forbidden: get /secrets: 403 no');
  });
});
