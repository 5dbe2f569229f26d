import { parties, type Party, type Workload, workloads } from '@ixn/connections';
import { z } from 'zod';
import { boundedMap } from './bounded.ts';
import { matching, withRule } from './rule.ts';

const labelKey = z.string().min(1).max(317);
const labelValue = z.string().max(63);

function labelSelectorSchema(description: string) {
  return z
    .object({
      matchLabels: boundedMap(labelValue, 16, 'Labels that it has.').exactOptional(),
      matchExpressions: z
        .array(
          z
            .object({
              key: labelKey.describe('Label.'),
              operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']).describe('How the label is compared.'),
              values: z.array(labelValue).max(16).exactOptional().describe('Values for In and NotIn.'),
            })
            .describe('A condition on one label.'),
        )
        .max(8)
        .exactOptional()
        .describe('Conditions that all hold.'),
    })
    .describe(description);
}

const octet = '(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const cidrPattern = `^(${octet}([.]${octet}){3}/([12]?[0-9]|3[0-2])|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))$`;
const cidrMessage = 'must be a CIDR, such as 10.20.0.0/24';

const peerSchema = withRule(
  z
    .object({
      namespaceSelector: labelSelectorSchema('Namespaces that the peer is in; {} for all of them.').exactOptional(),
      podSelector: labelSelectorSchema('Pods that are the peer; {} for all of them.').exactOptional(),
      ipBlock: z
        .object({
          cidr: matching(z.string().max(64).describe('Addresses of the peer.'), cidrPattern, cidrMessage),
          except: z
            .array(matching(z.string().max(64), cidrPattern, cidrMessage))
            .max(16)
            .exactOptional()
            .describe('Addresses in it that are not the peer.'),
        })
        .exactOptional()
        .describe('Addresses outside of the cluster.'),
    })
    .describe('Who the peer is, as in a NetworkPolicy.'),
  {
    cel: 'has(self.ipBlock) ? !has(self.namespaceSelector) && !has(self.podSelector) : has(self.namespaceSelector) || has(self.podSelector)',
    message: 'give either ipBlock, or namespaceSelector and podSelector or one of them',
    holds: ({ ipBlock, namespaceSelector, podSelector }) =>
      (ipBlock === undefined) !== (namespaceSelector === undefined && podSelector === undefined),
  },
);

const peersSchema = z.array(peerSchema).min(1).max(8).describe('Who it is; one of them suffices.');
const portsSchema = z
  .array(z.int32().min(1).max(65_535))
  .min(1)
  .max(16)
  .describe(
    'Ports as the pods see them, such as every advertised listener of a cluster; those of the spec when absent.',
  );

/** The parties around the instance: all but its workloads. */
export type Neighbour = Exclude<Party, Workload>;

/** A neighbour that the instance connects to: a policy has to know its ports as its pods see them. */
function destination(party: Neighbour) {
  return z
    .object({ peers: peersSchema, ports: portsSchema.exactOptional() })
    .describe(`Who ${parties[party].label} is; when absent, its ports are open to everybody.`)
    .exactOptional();
}

/** A neighbour that only connects to the instance, on the ports that the workloads serve. */
function source(party: Neighbour) {
  return z
    .object({ peers: peersSchema })
    .describe(`Who ${parties[party].label} is; when absent, everybody may connect as it does.`)
    .exactOptional();
}

const neighbourPeers = {
  consul: destination('consul'),
  gws: source('gws'),
  statServer: source('statServer'),
  configServer: destination('configServer'),
  kafka: destination('kafka'),
  urs: source('urs'),
  prometheus: source('prometheus'),
  voiceRq: destination('voiceRq'),
  voiceConfig: destination('voiceConfig'),
  orsRedis: destination('orsRedis'),
  ixnDb: destination('ixnDb'),
  ixnNodeDb: destination('ixnNodeDb'),
  pulse: destination('pulse'),
} satisfies Record<Neighbour, unknown>;

function extraRulesSchema(description: string) {
  return z
    .array(
      z
        .object({
          workload: z.enum(workloads).describe('The workload that the rule is for.'),
          // An empty list would be everybody too, which is not what it looks like.
          peers: z.array(peerSchema).min(1).max(8).exactOptional().describe('With whom; with everybody when absent.'),
          ports: z.array(z.int32().min(1).max(65_535)).min(1).max(16).describe('On which TCP ports.'),
        })
        .describe('A further rule.'),
    )
    .max(16)
    .exactOptional()
    .describe(description);
}

/** The NetworkPolicies of an instance. */
export const networkPolicySchema = z
  .object({
    mode: z
      .enum(['Off', 'Ingress', 'Full'])
      .default('Ingress')
      .describe(
        '"Off" (in quotes, as YAML takes a plain Off for false): none. Ingress: only the ports of the connections table are open. Full: the ways out too.',
      ),
    peers: z.object(neighbourPeers).prefault({}).describe('Who the neighbours are, by party of the connections table.'),
    extraIngress: extraRulesSchema('Ways in that no connection of the table has, such as the own port of IXN Node.'),
    extraEgress: extraRulesSchema('Ways out that no connection of the table has.'),
  })
  .prefault({})
  .describe('Who may connect with whom.');
