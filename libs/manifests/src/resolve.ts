import { type Connection, connections, type ServedPort, servedPorts, type Workload } from '@ixn/connections';
import type { InteractionServer } from '@ixn/interaction-server';
import { imageReference } from './image-reference.ts';
import type { Fields } from './fields.ts';
import { type LogSidecar, type LogVolume, logSidecar, logVolume } from './log-volume.ts';
import { governingServiceName, workloadObjectName } from './names.ts';
import { type Resources, sortedResources } from './resources.ts';
import { deeplySortedFields } from './sorted-by-key.ts';
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
  /** Where logs go; only IXN writes any. */
  readonly logVolume: LogVolume | undefined;
  readonly logSidecar: LogSidecar | undefined;
  readonly terminationGracePeriodSeconds: number;
  /** What the user lays over the pods; keys sorted. */
  readonly podTemplate: Fields | undefined;
}

/** One instance with every name, number and reference worked out: all that the manifests are built from. */
export interface ResolvedInstance {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly tenantId: string;
  readonly platform: InteractionServer['spec']['platform'];
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
    logVolume: key === 'ixnServer' ? logVolume(instance) : undefined,
    logSidecar: key === 'ixnServer' ? logSidecar(instance) : undefined,
    terminationGracePeriodSeconds: spec[key].terminationGracePeriodSeconds,
    podTemplate: spec[key].podTemplate && deeplySortedFields(spec[key].podTemplate),
  });
  return {
    name: instance.name,
    namespace: instance.namespace,
    uid: instance.uid,
    tenantId: spec.tenant.id,
    platform: spec.platform,
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
