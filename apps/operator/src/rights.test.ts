import { describe, expect, it } from 'vitest';
import { protectionPolicyName } from './protection-policy.ts';
import {
  childTypes,
  definitionType,
  endpointSliceType,
  eventType,
  interactionServers,
  newEventType,
  podType,
  protectionTypes,
  referenceTypes,
} from './resource-types.ts';
import { type Right, rights, type RightScope } from './rights.ts';

const every = [
  interactionServers,
  podType,
  endpointSliceType,
  eventType,
  newEventType,
  definitionType,
  ...Object.values(childTypes),
  ...Object.values(protectionTypes),
  ...Object.values(referenceTypes),
];

/** Each right as one line, such as `list apps/deployments`. */
function linesOf(scope: RightScope): readonly string[] {
  return of(scope).flatMap(({ on, verbs }) =>
    on.flatMap(({ group, resource }) => verbs.map((verb) => `${verb} ${group === '' ? 'core' : group}/${resource}`)),
  );
}

function of(scope: RightScope): readonly Right[] {
  return rights.filter((right) => right.scope === scope);
}

describe('the rights of the operator', () => {
  it.each(['instances', 'cluster', 'own', 'lease'] as const)('are given once each: %s', (scope) => {
    expect(linesOf(scope)).toEqual([...new Set(linesOf(scope))]);
    expect(linesOf(scope)).not.toEqual([]);
  });

  it.each(every)('are given on $plural where objects of that kind are', ({ group, plural, namespaced }) => {
    const scopes = rights
      .filter(({ on }) => on.some((target) => target.group === group && target.resource === plural))
      .map(({ scope }) => scope);
    expect(scopes).toContain(namespaced ? 'instances' : 'cluster');
    expect(scopes).not.toContain(namespaced ? 'cluster' : 'instances');
  });

  it('on objects that are in no namespace are bound to names, and let nothing be written', () => {
    expect(of('cluster').flatMap(({ names }) => names)).toEqual([
      'podmonitors.monitoring.coreos.com',
      protectionPolicyName,
    ]);
    expect(new Set(of('cluster').flatMap(({ verbs }) => verbs))).toEqual(new Set(['list', 'watch']));
  });

  it('let no Secret be written, no pod be made and no instance be changed but for its status', () => {
    const writes = linesOf('instances').filter((line) => /(secrets|pods|interactionservers.*)$/.test(line));
    expect(writes.filter((line) => !/^(get|list|watch) /.test(line))).toEqual([
      'patch ixn.operators.dev/interactionservers/status',
      'update ixn.operators.dev/interactionservers/finalizers',
      'delete core/pods',
    ]);
  });

  it('let it hold its one Lease, and see the pod that it runs in, which says its image', () => {
    expect(of('lease').map(({ verbs, names }) => [verbs, names])).toEqual([
      [['create'], undefined],
      [['get', 'update'], ['interaction-server-operator']],
    ]);
    expect(linesOf('own')).toEqual(['get core/pods']);
  });
});
