import { peersOf } from './full-instance.ts';
import { applyInstance, type Instance } from './instance.ts';
import { type Neighbourhood, startNeighbours } from './neighbours.ts';
import type { OutsideServices } from './outside-services.ts';
import { type Neighbour, portsOf } from './rows.ts';
import type { Scene } from './scene.ts';

const names = {
  ixnDb: 'wired-ixn-db',
  ixnNodeDb: 'wired-ixn-node-db',
  databaseAdmin: 'wired-pg-admin',
  databaseAuthority: 'wired-pg-ca',
  redis: 'redis-ors-secret',
  kafka: 'kafka-shared-secret',
} as const;

/** The databases that the operator makes for a wired instance, under the vendor's names, and the roles that use them. */
export const databases = {
  ixnDb: { name: 'ixn-100', role: 'ixn' },
  ixnNodeDb: { name: 'ixn-node-100', role: 'ixn_node' },
} as const;

type Database = keyof typeof databases;

/** What is played around a wired instance; all else is real and outside. */
const played = ['configServer', 'voiceRq', 'voiceConfig', 'pulse', 'consul'] as const satisfies readonly Neighbour[];

/** Applies an instance that has every row configured to something that speaks its protocol, in mode Full. */
export async function applyWiredInstance(scene: Scene, instance: Instance, outside: OutsideServices): Promise<void> {
  const around = await startNeighbours(scene, played);
  await applyReferences(scene, instance, outside);
  const at = (neighbour: Neighbour) => ({ host: around.get(neighbour)?.host ?? '' });
  const { host, postgres, redis, kafka } = outside;
  const server = {
    host,
    port: postgres.port,
    provision: { adminSecretRef: { name: names.databaseAdmin } },
  };
  const authority = { name: names.databaseAuthority, key: 'ca.crt' };
  const [rqPort] = portsOf('voiceRq');
  await applyInstance(scene, instance, {
    ixnServer: {
      confServer: { ...at('configServer'), appName: 'InteractionServer' },
      db: {
        ...server,
        credentialsSecretRef: { name: names.ixnDb },
        sslMode: 'verify-full',
        ca: { configMapKeyRef: authority },
      },
      pulse: { statServers: [at('pulse')] },
    },
    ixnNode: {
      consul: {},
      voiceRq: { ...at('voiceRq'), port: rqPort },
      configNode: at('voiceConfig'),
      redis: {
        nodes: redis.nodes.map(({ port }) => ({ host, port })),
        cluster: true,
        secretKeyRef: { name: names.redis, key: 'voice-redis-ors-stream' },
        tls: { enabled: true },
      },
      db: {
        ...server,
        credentialsSecretRef: { name: names.ixnNodeDb },
        sslMode: 'verify-ca',
        ca: { configMapKeyRef: authority },
      },
    },
    kafka: { secretKeyRef: { name: names.kafka, key: 'kafka-secrets' } },
    dependencyChecks: { intervalSeconds: 10 },
    networkPolicy: { mode: 'Full', peers: wiredPeers(around, outside, kafka.port) },
  });
}

/** Applies the Secret with the login of a database. */
export async function applyDatabaseSecret(
  { kubectl }: Scene,
  { namespace }: Instance,
  database: Database,
  password: string,
): Promise<void> {
  const stringData = { username: databases[database].role, password };
  await kubectl.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name: names[database], namespace }, stringData });
}

/** The Secrets and the ConfigMap that the spec refers to. */
async function applyReferences(scene: Scene, instance: Instance, outside: OutsideServices): Promise<void> {
  const { kubectl } = scene;
  const { namespace } = instance;
  const { host, authority, password, postgres, redis, kafka } = outside;
  const secret = (name: string, stringData: Readonly<Record<string, string>>) =>
    kubectl.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData });
  // The nodes show a certificate of an authority that is only ours.
  const document = { password, port: redis.port, rejectUnauthorized: false };
  await Promise.all([
    applyDatabaseSecret(scene, instance, 'ixnDb', `${password}-ixn`),
    applyDatabaseSecret(scene, instance, 'ixnNodeDb', `${password}-ixn-node`),
    secret(names.databaseAdmin, { username: postgres.admin.user, password: postgres.admin.password }),
    secret(names.redis, { 'voice-redis-ors-stream': JSON.stringify(document) }),
    secret(names.kafka, { 'kafka-secrets': JSON.stringify({ bootstrap: `${host}:${kafka.port}` }) }),
    kubectl.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: names.databaseAuthority, namespace },
      data: { 'ca.crt': authority },
    }),
  ]);
}

/** Everybody by address, as a user writes it down; the ports of Kafka are named, as only its Secret says them. */
function wiredPeers(around: Neighbourhood['places'], { host }: OutsideServices, kafkaPort: number): object {
  const peers = [{ ipBlock: { cidr: `${host}/32` } }];
  return {
    ...peersOf(around),
    kafka: { peers, ports: [kafkaPort] },
    orsRedis: { peers },
    ixnDb: { peers },
    ixnNodeDb: { peers },
  };
}
