import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Workload } from '@ixn/connections';
import { parseAllDocuments } from 'yaml';
import { createHelm } from './helm.ts';
import { startNeighbours } from './neighbours.ts';
import type { OutsideServices } from './outside-services.ts';
import { type Neighbour, portsOf } from './rows.ts';
import type { Scene } from './scene.ts';

const files = resolve(import.meta.dirname, '../vendor-release');

/** The release of the vendor's chart, as docs/migrate-from-helm.md calls it. */
export const release = {
  name: 'ixn-100',
  tenantId: '6f0e2d52-3a3b-4c53-9f5b-51f4a2f8c7d1',
  pod: 'ixn-100-sts-0',
  overrides: ['base.yaml', 'tenant.yaml'],
  /** On which the override files have neighbours find it; none of them is a default. */
  ports: { ixnServer: 7220, ixnVQNode: 7222 },
} as const;

/** Its databases, and the roles that use them. */
export const databases = {
  ixnServer: { name: 'ixn-100', role: 'ixn' },
  ixnNode: { name: 'ixn-node-100', role: 'ixn_node' },
} as const;

/** What the pipeline of a site knows, and fills into the override files. */
export type PipelineVariables = Readonly<Record<string, string>>;

/** Makes what the release needs around it: neighbours, databases with their roles, and the Secrets that are not its own. */
export async function prepareRelease(scene: Scene, outside: OutsideServices): Promise<PipelineVariables> {
  const { facts } = scene;
  const around = await startNeighbours(scene, ['configServer', 'voiceConfig', 'consul']);
  const { host, password, postgres, redis, kafka } = outside;
  const passwords = { ixnServer: `${password}-ixn`, ixnNode: `${password}-ixn-node` };
  for (const workload of ['ixnServer', 'ixnNode'] as const) {
    const { name, role } = databases[workload];
    await postgres.createRole(role, passwords[workload]);
    await postgres.createDatabase(name, role);
  }
  const secret = (name: string, stringData: Readonly<Record<string, string>>) =>
    scene.kubectl.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: facts.namespaces.instances },
      stringData,
    });
  const document = { password, port: redis.port, rejectUnauthorized: false };
  await secret('redis-ors-secret', { 'voice-redis-ors-stream': JSON.stringify(document) });
  await secret('kafka-shared-secret', { 'kafka-secrets': JSON.stringify({ bootstrap: `${host}:${kafka.port}` }) });
  return {
    IMAGE_REGISTRY: facts.standIn.registry,
    IXN_VERSION: facts.standIn.tag,
    CONF_SERVER_HOST: around.get('configServer')?.host ?? '',
    CONF_SERVER_PORT: portFor('configServer'),
    CONFIG_NODE_HOST: around.get('voiceConfig')?.host ?? '',
    CONFIG_NODE_PORT: portFor('voiceConfig'),
    CONSUL_PORT: portFor('consul'),
    DB_HOST: host,
    DB_PORT: String(postgres.port),
    REDIS_HOST: host,
    REDIS_PORT: String(redis.port),
    IXN_DB_PASSWORD: passwords.ixnServer,
    IXN_NODE_DB_PASSWORD: passwords.ixnNode,
  };
}

function portFor(neighbour: Neighbour): string {
  return String(portsOf(neighbour)[0]);
}

export interface ReleaseOptions {
  readonly known: PipelineVariables;
  /** For what is written on the way. */
  readonly folder: string;
  /** Who makes the claim for the logs: Helm deletes that of the release with it. */
  readonly claimOf: 'StatefulSet' | 'release';
}

/** Installs the release with its override files, filled in as a pipeline does; resolves when its pods are ready. */
export async function installRelease({ facts }: Scene, { known, folder, claimOf }: ReleaseOptions): Promise<void> {
  const paths = release.overrides.map((name) => {
    const text = readFileSync(join(files, name), 'utf8');
    const path = join(folder, `filled-${name}`);
    const value = (all: string, braced?: string, plain?: string) => known[braced ?? plain ?? ''] ?? all;
    writeFileSync(path, text.replaceAll(/\$(?:\{([A-Z_]+)\}|([A-Z_]+))/g, value), { mode: 0o600 });
    return path;
  });
  const overrides = paths.flatMap((path) => ['--values', path]);
  const own = ['--set', `ixnService.ixnServer.logStorage.ownClaim=${claimOf === 'release'}`];
  const where = ['--namespace', facts.namespaces.instances, '--wait', '--timeout', '180s'];
  await createHelm(facts)(['install', release.name, join(files, 'chart'), ...overrides, ...own, ...where]);
}

/** The override files as they are kept, for whoever imports them. */
export function copyOverrides(folder: string): void {
  for (const name of release.overrides) writeFileSync(join(folder, name), readFileSync(join(files, name)));
}

/** Does to the file of the guide what its reader has to: fills passwords in, and says what only the stand-in needs. */
export function fillIn(path: string, known: PipelineVariables): void {
  const passwords = new Map([
    ['ixn-db-secret-100', known['IXN_DB_PASSWORD'] ?? ''],
    ['ixn-node-db-secret-100', known['IXN_NODE_DB_PASSWORD'] ?? ''],
  ]);
  const documents = parseAllDocuments(readFileSync(path, 'utf8'));
  for (const document of documents) {
    const password = passwords.get(String(document.getIn(['metadata', 'name'])));
    if (password !== undefined) document.setIn(['stringData', 'password'], password);
    else for (const played of playedContainers) document.setIn(played.path, document.createNode([played.container]));
  }
  writeFileSync(path, documents.map(String).join('---\n'), { mode: 0o600 });
}

const containerNames = { ixnServer: 'ixn-server', ixnNode: 'ixn-node', ixnVQNode: 'vq-node' } as const;

/** The vendor's images know what they are; the stand-in is told by its arguments. */
const playedContainers = (['ixnServer', 'ixnNode', 'ixnVQNode'] as const satisfies readonly Workload[]).map((role) => ({
  path: ['spec', role, 'podTemplate', 'spec', 'containers'],
  container: {
    name: containerNames[role],
    args: ['serve', '--role', role, ...(role === 'ixnServer' ? ['--log-folder', '/mnt/logs'] : [])],
  },
}));
