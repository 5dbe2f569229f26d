import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  childTypes,
  definitionType,
  endpointSliceType,
  eventType,
  interactionServers,
  newEventType,
  podType,
  protectionPolicyName,
  protectionTypes,
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

/** The text of a file of deploy/operator. */
function read(file: string): string {
  return readFileSync(resolve(import.meta.dirname, '../../../deploy/operator', file), 'utf8');
}

function rulesIn(file: string): readonly Rule[] {
  return (parse(read(file)) as { readonly rules: readonly Rule[] }).rules;
}

function nameIn(file: string): string {
  return (parse(read(file)) as { readonly metadata: { readonly name: string } }).metadata.name;
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
  ...[
    interactionServers,
    podType,
    endpointSliceType,
    eventType,
    definitionType,
    ...Object.values(protectionTypes),
  ].flatMap((type) => watched.map((verb) => rightTo(verb, type))),
  // Of the pods that Kubernetes 1.35.0 to 1.35.3 does not replace.
  rightTo('delete', podType),
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

  it('lets it look at no admission policy but the one that deploy/operator installs, by its name', () => {
    const plurals: readonly string[] = Object.values(protectionTypes).map(({ plural }) => plural);
    const [rule] = rulesIn('cluster-role.yaml').filter(({ resources }) =>
      resources.some((one) => plurals.includes(one)),
    );
    const files = ['deletion-protection-policy.yaml', 'deletion-protection-binding.yaml'];
    expect(files.map((file) => nameIn(file))).toEqual([protectionPolicyName, protectionPolicyName]);
    expect(rule?.resourceNames).toEqual([protectionPolicyName]);
  });
});

describe('the Role of the operator', () => {
  it('lets it look at the pod that it runs in, which says its image', () => {
    const rules = rulesIn('role.yaml').filter(({ apiGroups }) => apiGroups.includes(''));
    expect(rightsIn(rules)).toEqual([rightTo('get', podType)]);
  });

  it('gives what an election takes, on the one Lease of that name', () => {
    const rules = rulesIn('role.yaml').filter(({ apiGroups }) => !apiGroups.includes(''));
    const leases = { group: 'coordination.k8s.io', plural: 'leases' };
    expect(rightsIn(rules)).toEqual(['create', 'get', 'update'].map((verb) => rightTo(verb, leases)));
    const defaults = readConfiguration([], {});
    const name = defaults.kind === 'configuration' ? defaults.configuration.leaseName : '';
    expect(rules.map(({ resourceNames }) => resourceNames)).toEqual([undefined, [name]]);
  });
});
