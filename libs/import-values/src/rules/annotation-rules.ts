import { type Connection, connections, type Workload } from '@ixn/connections';
import type { Facts } from '../facts.ts';
import { asText, type PlacedLeaf } from '../value-tree.ts';
import { scopes, volumeScopes } from '../volumes.ts';
import { yesOrNo } from './readers.ts';
import { ignored, notUnderstood, type Outcome, readTo, type Rule } from './rule.ts';

const consul = 'consul.hashicorp.com/';

/** Annotations by which the operator registers each workload itself. */
const ownConsulAnnotations = ['connect-service', 'connect-service-port', 'service-tags'];

/** Annotations of the chart's pods: those of Consul Connect have a field of their own. */
export const annotationRules: readonly Rule[] = scopes.map((scope) => ({
  helm: `${scope}.annotations.*`,
  says: '`consul.hashicorp.com/connect-inject`: `spec.consulConnect.enabled`; what the operator writes itself is ignored; any other: `podTemplate.metadata.annotations`',
  outcome: (leaf, facts) => annotationOutcome(leaf, facts, volumeScopes[scope]),
}));

function annotationOutcome({ path, value }: PlacedLeaf, facts: Facts, targets: readonly Workload[]): Outcome {
  const key = String(path.at(-1));
  const text = asText(value);
  if (text === undefined) return notUnderstood('an annotation is a text');
  if (key === `${consul}connect-inject`) return readTo(['consulConnect', 'enabled'], value, yesOrNo);
  if (key === `${consul}connect-service-upstreams`) return upstreamsOutcome(text, facts);
  if (ownConsulAnnotations.some((name) => key === `${consul}${name}`) || key.startsWith(`${consul}service-meta-`)) {
    return ignored('not needed: the operator registers each workload by itself, under the name of its Service');
  }
  if (key.startsWith('prometheus.io/')) return ignored('not needed: spec.monitoring says how metrics are found');
  return {
    fate: 'mapped',
    targets: targets.map((workload) => ({
      path: [workload, 'podTemplate', 'metadata', 'annotations', key],
      value: text,
    })),
  };
}

/** The upstreams that the operator asks for are those of the connections table. */
function upstreamsOutcome(text: string, { tenantId = '' }: Facts): Outcome {
  const table: readonly Connection[] = connections;
  const own = table.flatMap(({ outgoing }) => outgoing?.upstream?.replace('<id>', tenantId) ?? []);
  const others = text.split(',').filter((upstream) => !own.some((name) => upstream.trim().startsWith(`${name}:`)));
  return others.length === 0
    ? ignored('not needed: the operator asks for these upstreams by itself')
    : notUnderstood(`the operator does not ask for the upstreams ${others.join(', ')}`);
}
