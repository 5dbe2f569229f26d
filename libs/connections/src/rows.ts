import type { CheckSource } from './check-source.ts';
import {
  databaseCheck,
  databaseFiles,
  databaseVariables,
  kafkaOutgoing,
  secretsFolder,
  variable,
} from './shared-wiring.ts';
import type { Party } from './parties.ts';
import type { PortParameter } from './port-parameters.ts';
import type { EnvironmentVariable, MountedFile } from './wiring-types.ts';

/** How a row that a workload of ours opens is configured, told to its container, and checked. */
export interface Outgoing {
  /** Path below `spec` of the row's settings: the row is configured where they are. Absent where it needs none. */
  readonly settings?: string;
  /** The vendor's Helm path for the same settings. */
  readonly helmPath: string;
  /** Where in the settings the endpoints are: {host, port}, a list of them, or a list of host:port. */
  readonly endpoints: EndpointSource;
  readonly environment: readonly EnvironmentVariable[];
  readonly files: readonly MountedFile[];
  readonly check: CheckSource;
  /** The upstream that Consul Connect listens for in the pod, where it carries the row: the row's host is then localhost. */
  readonly upstream?: ConnectUpstream;
}

/** The Consul service behind an upstream; `tenant-<id>` has the tenant's id in it. */
export type ConnectUpstream = 'tenant-<id>' | 'voice-config';

/** Where the endpoints of an outgoing row are found. */
export type EndpointSource =
  /** {host, port} in the settings themselves; without a host it is the pod's own node. */
  | { readonly from: 'settings' }
  /** A list of {host, port} at a path of the settings. */
  | { readonly from: 'list'; readonly path: string }
  /** A list of host:port at a path of the settings, or else a {name, key} of a Secret that has them. */
  | { readonly from: 'list-or-secret'; readonly path: string; readonly secretPath: string }
  /** The Service of the row's destination, a workload of the same instance. */
  | { readonly from: 'own-service' };

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
  /** Of a row that a workload of ours opens; absent for rows that others open to us. */
  readonly outgoing?: Outgoing;
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
    outgoing: {
      settings: 'ixnNode.consul',
      helmPath: 'ixnService.ixnNode.consul',
      endpoints: { from: 'settings' },
      environment: [
        variable('CONSUL_HOST', { from: 'setting-or-node-ip', path: 'host' }, 'Consul agent; the one on the own node'),
        variable('CONSUL_PORT', { from: 'setting', path: 'port' }, 'its port'),
        variable('CONSUL_SSL_MODE', { from: 'setting', path: 'sslMode' }, 'whether the agent is spoken to over TLS'),
      ],
      files: [],
      check: { protocol: 'consul', tls: { from: 'switch', path: 'sslMode', verified: 'never' } },
    },
  },
  {
    number: 2,
    source: 'ixnNode',
    destination: 'ixnServer',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.ports.default' },
    classification: 'Intra-cluster',
    travels: 'the IXN protocol between the node and its server',
    outgoing: {
      helmPath: 'ixnService.ixnServer.ports.default',
      endpoints: { from: 'own-service' },
      environment: [
        variable('IXN_HOST', { from: 'own-service' }, 'Service of the IXN server of the same instance'),
        variable('IXN_PORT', { from: 'spec', path: 'ixnServer.ports.default' }, 'its port of the IXN protocol'),
      ],
      files: [],
      check: { protocol: 'tcp' },
    },
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
    outgoing: {
      settings: 'ixnServer.confServer',
      helmPath: 'ixnService.ixnServer.confServer',
      endpoints: { from: 'settings' },
      environment: [
        variable('CONF_SERVER_HOST', { from: 'setting', path: 'host' }, 'Config Server'),
        variable('CONF_SERVER_PORT', { from: 'setting', path: 'port' }, 'its port'),
        variable('CONF_SERVER_APP_NAME', { from: 'setting', path: 'appName' }, 'application object to read'),
      ],
      files: [],
      check: { protocol: 'tcp', podMetric: 'ixn_health_info_config_server_connected' },
      upstream: 'tenant-<id>',
    },
  },
  {
    number: 6,
    source: 'ixnServer',
    destination: 'kafka',
    protocol: 'TCP',
    port: { from: 'the Kafka configuration' },
    classification: 'Egress',
    travels: 'the IXN Reporting Protocol, for GIM',
    outgoing: kafkaOutgoing,
  },
  {
    number: 7,
    source: 'ixnVQNode',
    destination: 'kafka',
    protocol: 'TCP',
    port: { from: 'the Kafka configuration' },
    classification: 'Egress',
    travels: 'virtual-queue events, for GIM',
    outgoing: kafkaOutgoing,
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
    outgoing: {
      settings: 'ixnNode.voiceRq',
      helmPath: 'none: the chart finds it by Consul',
      endpoints: { from: 'settings' },
      environment: [
        variable('VOICE_RQ_HOST', { from: 'setting', path: 'host' }, 'Voice RQ service'),
        variable('VOICE_RQ_PORT', { from: 'setting', path: 'port' }, 'its port'),
      ],
      files: [],
      check: { protocol: 'tcp', podMetric: 'ixnnode_rq_client_status' },
    },
  },
  {
    number: 14,
    source: 'ixnNode',
    destination: 'voiceConfig',
    protocol: 'HTTP',
    port: { parameter: 'ixnNode.configNode.port' },
    classification: 'Intra-cluster',
    travels: 'Config Server data through the Config Node service',
    outgoing: {
      settings: 'ixnNode.configNode',
      helmPath: 'ixnService.ixnNode.configNode',
      endpoints: { from: 'settings' },
      environment: [
        variable('CONFIG_NODE_HOST', { from: 'setting', path: 'host' }, 'Voice config, the Config Node service'),
        variable('CONFIG_NODE_PORT', { from: 'setting', path: 'port' }, 'its port'),
      ],
      files: [],
      check: { protocol: 'http' },
      upstream: 'voice-config',
    },
  },
  {
    number: 15,
    source: 'ixnNode',
    destination: 'orsRedis',
    protocol: 'TCP',
    port: { from: 'the Redis configuration' },
    classification: 'Egress',
    travels: 'interaction ids to route, and routing instructions back',
    outgoing: {
      settings: 'ixnNode.redis',
      helmPath: 'ixnService.ixnNode.redis',
      endpoints: { from: 'list', path: 'nodes' },
      environment: [
        variable('REDIS_NODES', { from: 'host-ports', path: 'nodes' }, 'ORS Redis, as host:port,host:port'),
        variable('REDIS_CLUSTER', { from: 'setting', path: 'cluster' }, 'whether the nodes are a Redis cluster'),
        variable('REDIS_TLS', { from: 'setting', path: 'tls.enabled' }, 'whether the nodes are spoken to over TLS'),
        variable(
          'REDIS_TLS_REJECT_UNAUTHORIZED',
          { from: 'setting', path: 'tls.rejectUnauthorized' },
          'whether a certificate that cannot be verified is refused',
        ),
      ],
      files: [
        {
          volume: 'redis-secrets',
          mountPath: `${secretsFolder}/redis-secrets`,
          content: { from: 'secret-key', path: 'secretKeyRef' },
          source: 'vendor',
          description: 'JSON {password, port, rejectUnauthorized, servername}',
        },
      ],
      check: {
        protocol: 'redis',
        tls: { from: 'switch', path: 'tls.enabled', verified: { path: 'tls.rejectUnauthorized' } },
        document: 'secretKeyRef',
        cluster: 'cluster',
        podMetric: 'ixnnode_redis_client_status',
      },
    },
  },
  {
    number: 16,
    source: 'ixnServer',
    destination: 'ixnDb',
    protocol: 'TCP',
    port: { parameter: 'ixnServer.db.port' },
    classification: 'Egress',
    travels: 'create, read, update, delete',
    outgoing: {
      settings: 'ixnServer.db',
      helmPath: 'ixnService.ixnServer.db',
      endpoints: { from: 'settings' },
      environment: [
        ...databaseVariables,
        variable('DB_CONNECTION_STRING', { from: 'setting', path: 'connectionString' }, 'further connection options'),
      ],
      files: databaseFiles,
      check: databaseCheck,
    },
  },
  {
    number: 17,
    source: 'ixnNode',
    destination: 'ixnNodeDb',
    protocol: 'TCP',
    port: { parameter: 'ixnNode.db.port' },
    classification: 'Egress',
    travels: 'create, read, update, delete',
    outgoing: {
      settings: 'ixnNode.db',
      helmPath: 'ixnService.ixnNode.db',
      endpoints: { from: 'settings' },
      environment: [
        ...databaseVariables,
        variable('DB_KEEP_ALIVE', { from: 'setting', path: 'options.keepAlive' }, 'whether connections are kept alive'),
        variable(
          'DB_KEEP_ALIVE_INITIAL_DELAY_MILLIS',
          { from: 'setting', path: 'options.keepAliveInitialDelayMillis' },
          'milliseconds before the first sign of life',
        ),
      ],
      files: databaseFiles,
      check: databaseCheck,
    },
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
    outgoing: {
      settings: 'ixnServer.pulse',
      helmPath: 'none: defined in Config Server',
      endpoints: { from: 'list', path: 'statServers' },
      environment: [
        variable('PULSE_STAT_SERVERS', { from: 'host-ports', path: 'statServers' }, 'as host:port,host:port'),
      ],
      files: [],
      check: { protocol: 'tcp' },
    },
  },
] as const satisfies readonly Connection[];
