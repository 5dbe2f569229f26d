import {
  type Consul,
  issueTls,
  type Kafka,
  type Postgres,
  type Redis,
  type RedisCluster,
  startConsul,
  startKafka,
  startPostgres,
  startRedis,
  startRedisCluster,
} from '@ixn/backing-services';
import { connections, type Workload } from '@ixn/connections';
import { createAuthority } from '@ixn/control-plane';
import { interactionServer } from '@ixn/test-kit';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { initSchema, planSchema } from './init-schema.ts';
import { listen } from './listen.ts';
import { eventually, freePorts } from './loopback.testing.ts';
import { surroundingsOf, type VolumeContent } from './rendered.testing.ts';
import type { Surroundings } from './row-reader.ts';
import { type RunningServer, serve } from './serve.ts';
import { readServerSettings } from './server-settings.ts';

const host = '127.0.0.1';
const authority = createAuthority('tests');
const password = 'open sesame';
const login = { username: 'ixn', password };

let postgres: Postgres;
let redis: Redis;
let cluster: RedisCluster;
let kafka: Kafka;
let consul: Consul;

beforeAll(async () => {
  const tls = issueTls(authority);
  [postgres, redis, cluster, kafka, consul] = await Promise.all([
    startPostgres({ tls }),
    startRedis({ password }),
    startRedisCluster({ password, tls }),
    startKafka({ tls, users: [{ name: 'ixn', password }] }),
    startConsul(),
  ]);
  await postgres.createRole('ixn', password);
  for (const name of ['ixn-100', 'ixn-node-100', 'ixn-200', 'ixn-node-200']) await postgres.createDatabase(name, 'ixn');
});
afterAll(() => Promise.all([postgres, redis, cluster, kafka, consul].map((service) => service.stop())));

const ref = (name: string) => ({ name, key: 'ca.crt' });
const volumes = {
  'db-secrets': login,
  'db-ca': authority.certificate,
  'kafka-sasl': login,
  'kafka-ca': authority.certificate,
};

/** An instance whose neighbours are on loopback: real ones and, for what only the vendor speaks, a listener. */
function resourceFor(
  sid: string,
  listener: number,
  others: Record<'ixnServer' | 'ixnNode', object> & { kafka: object },
) {
  const at = { host, port: listener };
  const { kafka: brokers, ixnServer, ixnNode } = others;
  return interactionServer({
    spec: {
      tenant: { id: `9350e2fc-a1dd-4c65-8d40-1f75a2e08${sid}`, sid },
      ixnServer: { confServer: { ...at, appName: 'IXN' }, pulse: { statServers: [at] }, ...ixnServer },
      ixnNode: { voiceRq: at, configNode: at, consul: { port: consul.port }, ...ixnNode },
      kafka: brokers,
    },
  });
}

interface Sample {
  readonly sid: string;
  readonly resource: (listener: number) => unknown;
  readonly volumes: () => Readonly<Record<string, VolumeContent>>;
}

const samples: readonly (readonly [string, Sample])[] = [
  [
    'over TLS, with a Redis cluster',
    {
      sid: '100',
      resource: (listener) => {
        const database = { host, port: postgres.port, credentialsSecretRef: { name: 'db' } };
        return resourceFor('100', listener, {
          ixnServer: { db: { ...database, sslMode: 'verify-full', ca: { configMapKeyRef: ref('ca') } } },
          ixnNode: {
            db: { ...database, sslMode: 'verify-ca', ca: { secretKeyRef: ref('ca') } },
            redis: {
              nodes: cluster.nodes.map(({ port }) => ({ host, port })),
              cluster: true,
              secretKeyRef: { name: 'redis', key: 'document' },
              tls: { enabled: true },
            },
          },
          kafka: {
            bootstrapServers: [`${host}:${kafka.tlsPort}`],
            tls: { enabled: true, ca: { secretKeyRef: ref('ca') } },
          },
        });
      },
      volumes: () => ({ ...volumes, 'redis-secrets': JSON.stringify({ password, rejectUnauthorized: false }) }),
    },
  ],
  [
    'without TLS, with logins and Kafka by its Secret',
    {
      sid: '200',
      resource: (listener) => {
        const database = { host, port: postgres.port, credentialsSecretRef: { name: 'db' } };
        return resourceFor('200', listener, {
          ixnServer: { db: database },
          ixnNode: {
            db: database,
            redis: { nodes: [{ host, port: redis.port }], secretKeyRef: { name: 'redis', key: 'document' } },
          },
          kafka: {
            secretKeyRef: { name: 'kafka', key: 'document' },
            sasl: { mechanism: 'SCRAM-SHA-512', credentialsSecretRef: { name: 'kafka-user' } },
          },
        });
      },
      volumes: () => ({
        ...volumes,
        'redis-secrets': JSON.stringify({ password }),
        'kafka-secrets': JSON.stringify({ bootstrap: `${host}:${kafka.saslPort}` }),
      }),
    },
  ],
];

/** Makes the schema where there is one to make, and starts a server as its container would. */
async function start(surroundings: Surroundings, role: Workload): Promise<RunningServer> {
  if (role !== 'ixnVQNode') {
    const plan = planSchema(undefined, connections, surroundings);
    if (plan.kind === 'invalid') throw new Error(plan.problems.join('; '));
    const { ok, said } = await initSchema(plan, new AbortController().signal);
    if (!ok) throw new Error(said);
  }
  const [defaultPort, healthPort] = await freePorts(2);
  const ports = { DEFAULT_PORT: String(defaultPort), HEALTH_PORT: String(healthPort) };
  const read = readServerSettings(role, connections, {
    ...surroundings,
    environment: { ...surroundings.environment, ...ports },
  });
  if (read.kind === 'invalid') throw new Error(read.problems.join('; '));
  const server = await serve(read.settings, `${role}-pod`, () => undefined);
  onTestFinished(() => server.close());
  return server;
}

async function rowsOf({ healthPort }: RunningServer): Promise<Readonly<Record<string, string>>> {
  const response = await fetch(`http://${host}:${healthPort}/connections`, { headers: { connection: 'close' } });
  const rows = (await response.json()) as readonly { number: number; state: string; did?: string[]; error?: string }[];
  return Object.fromEntries(rows.map(({ number, state, did, error }) => [number, error ?? did?.join() ?? state]));
}

describe.each(samples)('an instance %s, as the operator renders it', (_, { sid, resource, volumes: contentOf }) => {
  it('has servers that use each of their rows', async () => {
    const neighbour = await listen({ name: 'neighbour', ports: [0], controlPort: undefined }, () => undefined);
    onTestFinished(() => neighbour.close());
    const rendered = resource(neighbour.ports[0] ?? 0);
    const surroundings = (workload: Workload, environment = {}) =>
      surroundingsOf({ resource: rendered, workload, volumes: contentOf(), environment });
    const ixnServer = await start(surroundings('ixnServer'), 'ixnServer');
    const toServer = { IXN_HOST: host, IXN_PORT: String(ixnServer.defaultPort) };
    const ixnNode = await start(surroundings('ixnNode', toServer), 'ixnNode');
    const ixnVQNode = await start(surroundings('ixnVQNode'), 'ixnVQNode');
    await eventually(async () => {
      expect(await rowsOf(ixnServer)).toEqual({
        5: 'heard "neighbour"',
        6: expect.stringMatching(new RegExp(`^sent message \\d+ of ixn-${sid}-reporting$`)),
        16: `wrote row 1 of 1 in ixn-${sid}`,
        19: 'heard "neighbour"',
      });
      expect(await rowsOf(ixnNode)).toEqual({
        1: 'found voice-rq at no place',
        2: expect.stringMatching(/^heard "ixnServer [-0-9a-f]{36} ixnServer-pod"$/),
        13: 'heard "neighbour"',
        14: 'was answered HTTP 200',
        15: expect.stringContaining(`to ixn-${sid}-to-route`),
        17: `wrote row 1 of 1 in ixn-node-${sid}`,
      });
      expect(await rowsOf(ixnVQNode)).toEqual({ 7: expect.stringContaining(`of ixn-${sid}-vq-events`) });
    });
  });
});
