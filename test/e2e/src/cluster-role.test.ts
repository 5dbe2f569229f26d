import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  childTypes,
  definitionType,
  eventType,
  interactionServers,
  newEventType,
  podType,
  readConfiguration,
  referenceTypes,
} from '@ixn/operator';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

function rulesIn(file: string): readonly Rule[] {
  const path = resolve(import.meta.dirname, '../../../deploy/operator', file);
  return (parse(readFileSync(path, 'utf8')) as { readonly rules: readonly Rule[] }).rules;
}

/** Each right as one line, such as `list apps/deployments`. */
function rightsIn(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => rightTo(verb, { group, plural: resource }))),
    ),
  );
}

function rightTo(verb: string, { group, plural }: { readonly group: string; readonly plural: string }): string {
  return `${verb} ${group === '' ? 'core' : group}/${plural}`;
}

const watched = ['list', 'watch'];
const owned = ['get', ...watched, 'create', 'patch', 'delete'];

/** What the operator asks of the API server, kind by kind. */
const rightsInUse = [
  ...Object.values(childTypes).flatMap((type) => owned.map((verb) => rightTo(verb, type))),
  ...[interactionServers, podType, eventType, definitionType].flatMap((type) =>
    watched.map((verb) => rightTo(verb, type)),
  ),
  ...['get', ...watched].map((verb) => rightTo(verb, referenceTypes.Secret)),
  rightTo('patch', { ...interactionServers, plural: `${interactionServers.plural}/status` }),
  rightTo('update', { ...interactionServers, plural: `${interactionServers.plural}/finalizers` }),
  ...['create', 'patch'].map((verb) => rightTo(verb, newEventType)),
];

describe('the ClusterRole of the operator', () => {
  it('gives exactly the rights that the operator uses, each once', () => {
    expect(rightsIn(rulesIn('cluster-role.yaml')).toSorted()).toEqual(rightsInUse.toSorted());
  });

  it('lets it look at no definition but that of PodMonitors', () => {
    const [rule] = rulesIn('cluster-role.yaml').filter(({ resources }) => resources.includes(definitionType.plural));
    expect(rule?.resourceNames).toEqual(['podmonitors.monitoring.coreos.com']);
  });
});

describe('the Role of the operator', () => {
  it('gives what an election takes, on the one Lease of that name', () => {
    const rules = rulesIn('role.yaml');
    const leases = { group: 'coordination.k8s.io', plural: 'leases' };
    expect(rightsIn(rules)).toEqual(['create', 'get', 'update'].map((verb) => rightTo(verb, leases)));
    const read = readConfiguration([], {});
    const name = read.kind === 'configuration' ? read.configuration.leaseName : '';
    expect(rules.map(({ resourceNames }) => resourceNames)).toEqual([undefined, [name]]);
  });
});
