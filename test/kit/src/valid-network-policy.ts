import * as fc from 'fast-check';
import { labels, port } from './valid-values.ts';

const labelValues = fc.array(fc.stringMatching(/^[A-Za-z0-9]{1,20}$/), { minLength: 1, maxLength: 3 });
const key = fc.constantFrom('app', 'app.kubernetes.io/name');
const matchExpression = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values: labelValues }),
  fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);
const labelSelector = fc.record(
  { matchLabels: labels, matchExpressions: fc.array(matchExpression, { maxLength: 3 }) },
  { requiredKeys: [] },
);

const peer = fc.oneof(
  fc.record({ namespaceSelector: labelSelector }),
  fc.record({ podSelector: labelSelector }),
  fc.record({ namespaceSelector: labelSelector, podSelector: labelSelector }),
  fc.constantFrom(
    { ipBlock: { cidr: '10.20.0.0/24' } },
    { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '192.168.0.0/16'] } },
    { ipBlock: { cidr: 'fd00:20::/64', except: [] } },
  ),
);
const peers = fc.array(peer, { minLength: 1, maxLength: 8, size: 'small' });
const ports = fc.array(port, { minLength: 1, maxLength: 16, size: 'small' });
const destination = fc.record({ peers, ports }, { requiredKeys: ['peers'] });
const source = fc.record({ peers });

/** Neighbours that the instance connects to, and those that only connect to it. */
const destinations = [
  'consul',
  'configServer',
  'kafka',
  'voiceRq',
  'voiceConfig',
  'orsRedis',
  'ixnDb',
  'ixnNodeDb',
  'pulse',
];
const sources = ['gws', 'statServer', 'urs', 'prometheus'];
const neighbours = Object.fromEntries([
  ...destinations.map((party) => [party, destination] as const),
  ...sources.map((party) => [party, source] as const),
]);

const extraRules = fc.array(
  fc.record(
    { workload: fc.constantFrom('ixnServer', 'ixnNode', 'ixnVQNode'), peers, ports },
    { requiredKeys: ['workload', 'ports'] },
  ),
  { maxLength: 3 },
);

/** Any policy of an instance: who the neighbours are, in every mode. */
export const networkPolicy = fc.record(
  {
    mode: fc.constantFrom('Off', 'Ingress', 'Full'),
    peers: fc.record(neighbours, { requiredKeys: [] }),
    extraIngress: extraRules,
    extraEgress: extraRules,
  },
  { requiredKeys: [] },
);
