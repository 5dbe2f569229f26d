import type { Party } from './parties.ts';
import type { PortParameter } from './port-parameters.ts';

/** One row of the architecture's connections table. */
export interface Connection {
  /** The number that users know the row by. */
  readonly number: number;
  /** Who opens the connection. */
  readonly source: Party;
  /** Who is connected to. */
  readonly destination: Party;
  readonly protocol: 'TCP' | 'HTTP';
  /** The parameter that holds the port, or what the port comes from where the table gives none. */
  readonly port: { readonly parameter: PortParameter } | { readonly from: string };
  /** Seen from the instance: opened by it to the outside, to it from the outside, or between services in the cluster. */
  readonly classification: 'Egress' | 'Ingress' | 'Intra-cluster';
  /** What travels on the connection. */
  readonly travels: string;
}

/** The nineteen connections of the system, in the order of their numbers: the contract that everything else projects. */
export const connections = [
  {
    number: 1,
    source: 'ixnNode',
    destination: 'consul',
    protocol: 'TCP',
    port: { parameter: 'ixnNode.consul.port' },
    classification: 'Intra-cluster',
    travels: 'service discovery',
  },
  {
    number: 2,
    source: 'ixnNode',
    destination: 'ixnServer',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.ports.default' },
    classification: 'Intra-cluster',
    travels: 'the IXN protocol between the node and its server',
  },
  {
    number: 3,
    source: 'gws',
    destination: 'ixnServer',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.ports.default' },
    classification: 'Intra-cluster',
    travels: 'all operations, by the IXN protocol',
  },
  {
    number: 4,
    source: 'statServer',
    destination: 'ixnServer',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.ports.default' },
    classification: 'Intra-cluster',
    travels: 'subscriptions for reporting',
  },
  {
    number: 5,
    source: 'ixnServer',
    destination: 'configServer',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.confServer.port' },
    classification: 'Intra-cluster',
    travels: 'configuration data',
  },
  {
    number: 6,
    source: 'ixnServer',
    destination: 'kafka',
    protocol: 'TCP',
    port: { from: 'the Kafka configuration' },
    classification: 'Egress',
    travels: 'the IXN Reporting Protocol, for GIM',
  },
  {
    number: 7,
    source: 'ixnVQNode',
    destination: 'kafka',
    protocol: 'TCP',
    port: { from: 'the Kafka configuration' },
    classification: 'Egress',
    travels: 'virtual-queue events, for GIM',
  },
  {
    number: 8,
    source: 'urs',
    destination: 'ixnVQNode',
    protocol: 'TCP',
    port: { parameter: 'ixnVQNode.ports.default' },
    classification: 'Intra-cluster',
    travels: 'virtual-queue events provided by URS',
  },
  {
    number: 9,
    source: 'statServer',
    destination: 'ixnVQNode',
    protocol: 'TCP',
    port: { parameter: 'ixnVQNode.ports.default' },
    classification: 'Intra-cluster',
    travels: 'subscriptions for virtual-queue events',
  },
  {
    number: 10,
    source: 'prometheus',
    destination: 'ixnVQNode',
    protocol: 'HTTP',
    port: { parameter: 'ixnVQNode.ports.health' },
    classification: 'Ingress',
    travels: 'metrics',
  },
  {
    number: 11,
    source: 'prometheus',
    destination: 'ixnNode',
    protocol: 'HTTP',
    port: { parameter: 'ixnNode.ports.health' },
    classification: 'Ingress',
    travels: 'metrics',
  },
  {
    number: 12,
    source: 'prometheus',
    destination: 'ixnServer',
    protocol: 'HTTP',
    port: { parameter: 'ixnServer.ports.health' },
    classification: 'Ingress',
    travels: 'metrics',
  },
  {
    number: 13,
    source: 'ixnNode',
    destination: 'voiceRq',
    protocol: 'TCP',
    port: { from: 'the RQ service' },
    classification: 'Intra-cluster',
    travels: 'streams of interaction content for ORS',
  },
  {
    number: 14,
    source: 'ixnNode',
    destination: 'voiceConfig',
    protocol: 'HTTP',
    port: { parameter: 'ixnNode.configNode.port' },
    classification: 'Intra-cluster',
    travels: 'Config Server data through the Config Node service',
  },
  {
    number: 15,
    source: 'ixnNode',
    destination: 'orsRedis',
    protocol: 'TCP',
    port: { from: 'the Redis configuration' },
    classification: 'Egress',
    travels: 'interaction ids to route, and routing instructions back',
  },
  {
    number: 16,
    source: 'ixnServer',
    destination: 'ixnDb',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.db.port' },
    classification: 'Egress',
    travels: 'create, read, update, delete',
  },
  {
    number: 17,
    source: 'ixnNode',
    destination: 'ixnNodeDb',
    protocol: 'TCP',
    port: { parameter: 'ixnNode.db.port' },
    classification: 'Egress',
    travels: 'create, read, update, delete',
  },
  {
    number: 18,
    source: 'pulse',
    destination: 'ixnServer',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.ports.default' },
    classification: 'Ingress',
    travels: 'subscriptions for reporting',
  },
  {
    number: 19,
    source: 'ixnServer',
    destination: 'pulse',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.pulse.statServers.port' },
    classification: 'Egress',
    travels: 'streaming statistics; the port is defined in Config Server',
  },
] as const satisfies readonly Connection[];
