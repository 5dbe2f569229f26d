import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  childTypes,
  definitionType,
  eventType,
  interactionServers,
  newEventType,
  podType,
  secretType,
} from '@ixn/operator';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const role: { readonly rules: readonly Rule[] } = parse(
  readFileSync(resolve(import.meta.dirname, '../../../deploy/operator/cluster-role.yaml'), 'utf8'),
);

/** Each right as one line, such as `list apps/deployments`. */
const rightsInRole = role.rules.flatMap(({ apiGroups, resources, verbs }) =>
  apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => rightTo(verb, { group, plural: resource }))),
  ),
);

function rightTo(verb: string, { group, plural }: { readonly group: string; readonly plural: string }): string {
  return `${verb} ${group === '' ? 'core' : group}/${plural}`;
}

const watched = ['list', 'watch'];
const owned = ['get', ...watched, 'create', 'patch', 'delete'];

/** What the operator asks of the API server, kind by kind. */
const rightsInUse = [
  ...Object.values(childTypes).flatMap((type) => owned.map((verb) => rightTo(verb, type))),
  ...[interactionServers, podType, secretType, eventType, definitionType].flatMap((type) =>
    watched.map((verb) => rightTo(verb, type)),
  ),
  rightTo('patch', { ...interactionServers, plural: `${interactionServers.plural}/status` }),
  rightTo('update', { ...interactionServers, plural: `${interactionServers.plural}/finalizers` }),
  rightTo('create', newEventType),
];

describe('the ClusterRole of the operator', () => {
  it('gives exactly the rights that the operator uses, each once', () => {
    expect(rightsInRole.toSorted()).toEqual(rightsInUse.toSorted());
  });

  it('lets it look at no definition but that of PodMonitors', () => {
    const [rule] = role.rules.filter(({ resources }) => resources.includes(definitionType.plural));
    expect(rule?.resourceNames).toEqual(['podmonitors.monitoring.coreos.com']);
  });
});
