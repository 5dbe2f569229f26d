import type { Workload } from '@ixn/connections';
import { workloadObjectName } from '@ixn/manifests';
import type { NeighbourPlace, Neighbourhood } from './neighbours.ts';
import type { WorkloadPlace, WorkloadPlaces } from './row-probes.ts';
import { applyInstance, type Instance, onlyPodOf } from './instance.ts';
import { type Neighbour, portsOf } from './rows.ts';
import type { Scene } from './scene.ts';

const credentials = 'db-credentials';

/**
 * Applies an instance with every row configured and every neighbour named, in mode Full. Those who play the neighbours do not
 * speak what the operator would want to hear of them, so it does not ask.
 */
export async function applyFullInstance(scene: Scene, instance: Instance, around: Neighbourhood): Promise<void> {
  await scene.kubectl.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: credentials, namespace: instance.namespace },
    type: 'kubernetes.io/basic-auth',
    stringData: { username: 'ixn', password: 'of-no-use' },
  });
  const at = (neighbour: Neighbour) => ({ host: around.places.get(neighbour)?.host ?? '' });
  const database = (neighbour: Neighbour) => ({ ...at(neighbour), credentialsSecretRef: { name: credentials } });
  const [rqPort] = portsOf('voiceRq');
  const [kafkaPort] = portsOf('kafka');
  // Nothing here speaks PostgreSQL, so no schema could be made.
  const dbinit = { enabled: false };
  await applyInstance(scene, instance, {
    ixnServer: {
      confServer: { ...at('configServer'), appName: 'InteractionServer' },
      db: database('ixnDb'),
      dbinit,
      pulse: { statServers: [at('pulse')] },
    },
    ixnNode: {
      consul: {},
      voiceRq: { ...at('voiceRq'), port: rqPort },
      configNode: at('voiceConfig'),
      redis: { nodes: [at('orsRedis')] },
      db: database('ixnNodeDb'),
      dbinit,
    },
    kafka: { bootstrapServers: [`${at('kafka').host}:${kafkaPort}`] },
    networkPolicy: { mode: 'Full', peers: peersOf(around.places) },
    dependencyChecks: { mode: 'Off' },
  });
}

/** Who the neighbours are, as the spec names them. */
export function peersOf(places: Neighbourhood['places']): Readonly<Record<string, Pick<NeighbourPlace, 'peers'>>> {
  return Object.fromEntries([...places].map(([neighbour, { peers }]) => [neighbour, { peers }]));
}

/** Where the workloads of an instance are to be found. */
export async function workloadPlaces(scene: Scene, instance: Instance): Promise<WorkloadPlaces> {
  const [ixnServer, ixnNode, ixnVQNode] = await Promise.all([
    placeOf(scene, instance, 'ixnServer'),
    placeOf(scene, instance, 'ixnNode'),
    placeOf(scene, instance, 'ixnVQNode'),
  ]);
  return { ixnServer, ixnNode, ixnVQNode };
}

async function placeOf(scene: Scene, instance: Instance, workload: Workload): Promise<WorkloadPlace> {
  const { name, namespace } = instance;
  const { metadata, status } = await onlyPodOf(scene, instance, workload);
  return {
    caller: { namespace, pod: metadata?.name ?? '' },
    host: `${workloadObjectName(name, workload)}.${namespace}.svc`,
    ip: status?.podIP ?? '',
    nodeIp: status?.hostIP ?? '',
  };
}
