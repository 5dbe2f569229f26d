import { type Connection, connections, type ServedPort, servedPorts, type Workload } from '@ixn/connections';
import type { InteractionServer } from '@ixn/interaction-server';
import { imageReference } from './image-reference.ts';
import { governingServiceName, workloadObjectName } from './names.ts';
import { sortedByKey } from './sorted-by-key.ts';
import { type Environment, type SecretMount, workloadWiring } from './wiring.ts';

/** A port as it will be served: its name, its number, and the rows that arrive there. */
export interface ResolvedPort {
  readonly name: ServedPort['name'];
  readonly port: number;
  readonly rows: readonly number[];
}

/** One workload with every name, number and reference worked out. */
export interface ResolvedWorkload {
  readonly workload: Workload;
  /** Name of its objects. */
  readonly name: string;
  readonly replicas: number;
  readonly image: string;
  readonly tag: string | undefined;
  readonly ports: readonly ResolvedPort[];
  /** Settings without secrets: what goes into its ConfigMap. */
  readonly environment: Environment;
  readonly secretMounts: readonly SecretMount[];
  readonly resources: Resources | undefined;
}

type Resources = InteractionServer['spec']['ixnServer']['resources'];

/** One instance with every name, number and reference worked out: all that the manifests are built from. */
export interface ResolvedInstance {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly governingServiceName: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of the pull secrets, sorted. */
  readonly pullSecrets: readonly string[];
  readonly workloads: Readonly<Record<Workload, ResolvedWorkload>>;
}

/** Works out names, ports and wiring of an instance. `table` is the connections table. */
export function resolve(instance: InteractionServer, table: readonly Connection[] = connections): ResolvedInstance {
  const { spec } = instance;
  const workload = (key: Workload): ResolvedWorkload => ({
    workload: key,
    name: workloadObjectName(instance.name, key),
    replicas: spec[key].replicas,
    image: imageReference(spec.image.registry, spec[key].image),
    tag: spec[key].image.tag,
    ports: servedPorts(key, table).map(({ name, rows }) => ({ name, rows, port: spec[key].ports[name] })),
    ...workloadWiring(instance, key),
    resources: sortedResources(spec[key].resources),
  });
  return {
    name: instance.name,
    namespace: instance.namespace,
    uid: instance.uid,
    governingServiceName: governingServiceName(instance.name),
    pullPolicy: spec.image.pullPolicy,
    pullSecrets: (spec.image.imagePullSecrets ?? []).map((secret) => secret.name).toSorted(),
    workloads: {
      ixnServer: workload('ixnServer'),
      ixnNode: workload('ixnNode'),
      ixnVQNode: workload('ixnVQNode'),
    },
  };
}

function sortedResources(resources: Resources): Resources {
  if (resources === undefined) return undefined;
  const { requests, limits } = resources;
  return { ...(requests && { requests: sortedByKey(requests) }), ...(limits && { limits: sortedByKey(limits) }) };
}
