import { describe, expect, it } from 'vitest';
import { connectionChecks } from './checks.ts';
import type { ConnectionContext } from './connection-context.ts';
import { connectionStatuses } from './connection-status.ts';
import { connectionsDiagram } from './connections-diagram.ts';
import { connectionsTable } from './connections-table.ts';
import { containerContract } from './container-contract.ts';
import { egressRules, ingressRules } from './network-rules.ts';
import { parties, workloads } from './parties.ts';
import { type Connection, connections } from './rows.ts';
import { scrapeTargets } from './scrape-targets.ts';
import { servedPorts } from './served-ports.ts';
import { wiringOf } from './wiring.ts';

/** An instance in which every outgoing row is configured. */
const spec = {
  tenant: { id: 'b1', sid: '100' },
  ixnServer: {
    ports: { default: 7001, health: 7002 },
    confServer: { host: 'conf.example.com', port: 7003, appName: 'App' },
    db: {
      host: 'pg.example.com',
      port: 7004,
      name: 'ixn-100',
      sslMode: 'require',
      credentialsSecretRef: { name: 'db' },
    },
    pulse: { statServers: [{ host: 'pulse.example.com', port: 7005 }] },
  },
  ixnNode: {
    ports: { default: 7011, health: 7012 },
    consul: { port: 7013, sslMode: false },
    voiceRq: { host: 'rq.example.com', port: 7014 },
    configNode: { host: 'config.example.com', port: 7015 },
    redis: {
      nodes: [
        { host: 'redis-0.example.com', port: 7016 },
        { host: 'fd00::1', port: 7017 },
      ],
      cluster: true,
      tls: { enabled: true, rejectUnauthorized: true },
      secretKeyRef: { name: 'redis', key: 'json' },
    },
    db: {
      host: 'pg.example.com',
      port: 7018,
      name: 'ixn-node-100',
      sslMode: 'verify-full',
      credentialsSecretRef: { name: 'node-db' },
      ca: { configMapKeyRef: { name: 'pg-ca', key: 'root.pem' } },
      options: { keepAlive: true, keepAliveInitialDelayMillis: 1 },
    },
  },
  ixnVQNode: { ports: { default: 7021, health: 7022 } },
  kafka: { bootstrapServers: ['kafka-0.example.com:7031', 'kafka-1.example.com:7032'], tls: { enabled: false } },
};

const redisDocument = { kind: 'Secret', name: 'redis', key: 'json' };
const services = { ixnServer: 't-ixn', ixnNode: 't-ixn-node', ixnVQNode: 't-vq-node' };
const context: ConnectionContext = { spec, tenantId: 'b1', services, connect: false };
const empty: ConnectionContext = {
  ...context,
  spec: { ixnServer: { ports: spec.ixnServer.ports }, ixnNode: {}, ixnVQNode: { ports: spec.ixnVQNode.ports } },
};

/** In which rows each projection shows. Why it does not show in the others stands beside it. */
const shownBy: Readonly<
  Record<string, { readonly rows: (table: readonly Connection[]) => readonly number[]; readonly whyNot: string }>
> = {
  'served ports': {
    rows: (table) => workloads.flatMap((workload) => servedPorts(workload, table).flatMap((port) => port.rows)),
    whyNot: 'the destination is no workload of ours',
  },
  'ingress rules': {
    rows: (table) => workloads.flatMap((workload) => ingressRules(workload, table).map((rule) => rule.row)),
    whyNot: 'the destination is no workload of ours',
  },
  'egress rules': {
    rows: (table) => workloads.flatMap((workload) => egressRules(workload, table, context).map((rule) => rule.row)),
    whyNot: 'the source is no workload of ours',
  },
  'environment or files': {
    rows: (table) => containerContract(table).flatMap((line) => (line.kind === 'port' ? [] : line.rows)),
    whyNot: 'the source is no workload of ours',
  },
  checks: {
    rows: (table) => connectionChecks(table, context).map((check) => check.row),
    whyNot: 'the source is no workload of ours',
  },
  'scrape targets': {
    rows: (table) => scrapeTargets(table).map((target) => target.row),
    whyNot: 'the source is not Prometheus',
  },
  status: { rows: (table) => connectionStatuses(table, context).map((entry) => entry.number), whyNot: '' },
  'the table of the documentation': {
    rows: (table) => connectionsTable(table).map((line) => Number(line.number)),
    whyNot: '',
  },
  'the diagram of the documentation': {
    rows: (table) =>
      [...connectionsDiagram(table).matchAll(/"([\d, ]+)" -->/g)].flatMap(([, rows = '']) =>
        rows.split(',').map(Number),
      ),
    whyNot: '',
  },
};

/** Whether a projection is about a row, by the reason that is given where it is not. */
function concerns(whyNot: string, row: Connection): boolean {
  switch (whyNot) {
    case 'the destination is no workload of ours':
      return parties[row.destination].role === 'workload';
    case 'the source is no workload of ours':
      return parties[row.source].role === 'workload';
    case 'the source is not Prometheus':
      return row.source === 'prometheus';
    default:
      return true;
  }
}

const cells = connections.flatMap((row: Connection) =>
  Object.entries(shownBy).map(([projection, { whyNot }]) => ({
    row,
    number: row.number,
    projection,
    expected: concerns(whyNot, row) ? 'shows' : `does not show, as ${whyNot}`,
  })),
);

describe('every row in every projection', () => {
  it.each(cells)('row $number in $projection: $expected', ({ row, projection, expected }) => {
    const rows = shownBy[projection]?.rows(connections) ?? [];
    expect(rows.includes(row.number)).toBe(expected === 'shows');
  });

  it('shows each row once', () => {
    for (const { rows } of Object.values(shownBy)) {
      const shown = rows(connections).filter((number, index, all) => all.indexOf(number) === index);
      expect(new Set(shown).size).toBe(shown.length);
    }
  });
});

describe('a twentieth row', () => {
  const outgoing: Connection = {
    number: 20,
    source: 'ixnVQNode',
    destination: 'orsRedis',
    protocol: 'TCP',
    port: { from: 'the Redis configuration' },
    classification: 'Egress',
    travels: 'queue lengths',
    outgoing: {
      settings: 'ixnNode.redis',
      helmPath: 'none',
      endpoints: { from: 'list', path: 'nodes' },
      environment: [
        { name: 'QUEUE_REDIS', value: { from: 'host-ports', path: 'nodes' }, source: 'ours', description: 'Redis' },
      ],
      files: [],
      check: {
        protocol: 'redis',
        tls: { from: 'switch', path: 'tls.enabled', verified: 'always' },
        document: 'secretKeyRef',
        cluster: 'cluster',
      },
    },
  };
  const incoming: Connection = {
    number: 21,
    source: 'pulse',
    destination: 'ixnNode',
    protocol: 'TCP',
    port: { parameter: 'ixnNode.ports.default' },
    classification: 'Ingress',
    travels: 'questions',
  };
  const table = [...connections, outgoing, incoming];

  it('appears in ports, rules, environment, checks, status and documentation without another edit', () => {
    expect(servedPorts('ixnNode', table).find((port) => port.name === 'default')?.rows).toEqual([21]);
    expect(ingressRules('ixnNode', table)).toContainEqual({ row: 21, from: 'pulse', portName: 'default' });
    expect(egressRules('ixnVQNode', table, context)).toContainEqual(
      expect.objectContaining({ row: 20, to: 'orsRedis', ports: [7016, 7017] }),
    );
    expect(wiringOf('ixnVQNode', table, context).environment).toHaveProperty(
      'QUEUE_REDIS',
      'redis-0.example.com:7016,[fd00::1]:7017',
    );
    expect(connectionChecks(table, context)).toContainEqual(
      expect.objectContaining({ row: 20, speaks: { protocol: 'redis', cluster: true, document: redisDocument } }),
    );
    expect(connectionStatuses(table, context).map((entry) => entry.number)).toContain(20);
    expect(connectionStatuses(table, context)).toContainEqual({
      number: 21,
      state: 'Serving',
      endpoint: 't-ixn-node:7011',
    });
    expect(connectionsTable(table).map((line) => line.number)).toEqual(expect.arrayContaining(['20', '21']));
    expect(connectionsDiagram(table)).toContain('ixnVQNode -- "20" --> orsRedis');
    expect(containerContract(table)).toContainEqual(expect.objectContaining({ name: 'QUEUE_REDIS', rows: [20] }));
  });
});

describe('connectionStatuses', () => {
  it('says where each row leads, or that nobody has configured it', () => {
    const entries = Object.fromEntries(
      connectionStatuses(connections, context).map(({ number, state, endpoint }) => [number, [state, endpoint]]),
    );
    expect(entries).toMatchObject({
      1: ['Configured', 'node:7013'],
      2: ['Configured', 't-ixn:7001'],
      3: ['Serving', 't-ixn:7001'],
      5: ['Configured', 'conf.example.com:7003'],
      6: ['Configured', 'kafka-0.example.com:7031,kafka-1.example.com:7032'],
      10: ['Serving', 't-vq-node:7022'],
      15: ['Configured', 'redis-0.example.com:7016,[fd00::1]:7017'],
      19: ['Configured', 'pulse.example.com:7005'],
    });
    const bare = connectionStatuses(connections, empty).filter((entry) => entry.state === 'NotConfigured');
    expect(bare.map((entry) => entry.number)).toEqual([1, 5, 6, 7, 13, 14, 15, 16, 17, 19]);
  });

  it('names the Secret where the endpoint comes out of one', () => {
    const shared = { ...context, spec: { ...spec, kafka: { secretKeyRef: { name: 'shared', key: 'kafka-secrets' } } } };
    expect(connectionStatuses(connections, shared)[5]).toEqual({
      number: 6,
      state: 'Configured',
      endpoint: 'secret:shared/kafka-secrets',
    });
  });

  it('cuts a long list of endpoints, as the status must stay small', () => {
    const nodes = Array.from({ length: 16 }, (_, index) => ({ host: `redis-${index}.voice.example.com`, port: 7016 }));
    const many = { ...context, spec: { ...spec, ixnNode: { ...spec.ixnNode, redis: { nodes } } } };
    expect(connectionStatuses(connections, many)[14]?.endpoint).toMatch(/^redis-0.*…$/);
    expect(connectionStatuses(connections, many)[14]?.endpoint).toHaveLength(120);
  });
});

describe('wiringOf', () => {
  it('tells a container the configured rows that it opens, and no others', () => {
    const wiring = wiringOf('ixnServer', connections, context);
    expect(wiring.environment).toEqual({
      CONF_SERVER_HOST: 'conf.example.com',
      CONF_SERVER_PORT: '7003',
      CONF_SERVER_APP_NAME: 'App',
      KAFKA_BOOTSTRAP_SERVERS: 'kafka-0.example.com:7031,kafka-1.example.com:7032',
      KAFKA_TLS: 'false',
      DB_ENGINE: 'postgre',
      DB_HOST: 'pg.example.com',
      DB_PORT: '7004',
      DB_NAME: 'ixn-100',
      DB_SSL_MODE: 'require',
      PULSE_STAT_SERVERS: 'pulse.example.com:7005',
    });
    expect(wiringOf('ixnServer', connections, empty)).toEqual({ environment: {}, nodeIpVariables: [], mounts: [] });
  });

  it('asks for the address of the node where no Consul agent is named', () => {
    expect(wiringOf('ixnNode', connections, context).nodeIpVariables).toEqual(['CONSUL_HOST']);
  });

  it('mounts the keys in use of Secrets and ConfigMaps, and nothing where there is no reference', () => {
    expect(wiringOf('ixnNode', connections, context).mounts).toEqual([
      {
        volume: 'redis-secrets',
        mountPath: '/mnt/env-secrets/redis-secrets',
        kind: 'Secret',
        name: 'redis',
        items: [{ key: 'json', path: 'json' }],
      },
      {
        volume: 'db-secrets',
        mountPath: '/mnt/env-secrets/db-secrets',
        kind: 'Secret',
        name: 'node-db',
        items: [
          { key: 'password', path: 'password' },
          { key: 'username', path: 'username' },
        ],
      },
      {
        volume: 'db-ca',
        mountPath: '/mnt/env-secrets/db-ca',
        kind: 'ConfigMap',
        name: 'pg-ca',
        items: [{ key: 'root.pem', path: 'ca.crt' }],
      },
    ]);
  });

  it('leads the rows that Consul Connect carries to the sidecar in the pod', () => {
    const mesh = { ...context, connect: true };
    expect(wiringOf('ixnServer', connections, mesh).environment['CONF_SERVER_HOST']).toBe('localhost');
    expect(wiringOf('ixnNode', connections, mesh).environment['CONFIG_NODE_HOST']).toBe('localhost');
    expect(wiringOf('ixnNode', connections, mesh).environment['VOICE_RQ_HOST']).toBe('rq.example.com');
  });
});
