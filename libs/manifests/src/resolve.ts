import {
  type Connection,
  type ConnectionContext,
  connections,
  type ConnectionStatus,
  connectionStatuses,
  type ResolvedMount,
  type ServedPort,
  servedPorts,
  type Workload,
} from '@ixn/connections';
import type { InteractionServer, InteractionServerSpec } from '@ixn/interaction-server';
import { type Database, databasesOf } from './databases.ts';
import { type Autoscaling, autoscaling } from './autoscaling.ts';
import { imageReference } from './image-reference.ts';
import type { Fields } from './fields.ts';
import { type LogSidecar, type LogVolume, logSidecar, logVolume } from './log-volume.ts';
import { governingServiceName, workloadObjectName } from './names.ts';
import { type Resources, sortedResources } from './resources.ts';
import { deeplySortedFields } from './sorted-by-key.ts';
import { type Monitoring, monitoring } from './monitoring.ts';
import { connectionContext, workloadWiring } from './wiring.ts';

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
  /** What changes the number of pods; undefined where the spec alone says it. */
  readonly autoscaling: Autoscaling | undefined;
  readonly image: string;
  readonly tag: string | undefined;
  readonly ports: readonly ResolvedPort[];
  /** Settings without secrets: what goes into its ConfigMap. */
  readonly environment: Readonly<Record<string, string>>;
  /** Environment variables whose value is the address of the pod's node. */
  readonly nodeIpVariables: readonly string[];
  /** Secrets and ConfigMaps of the user that its container reads as files. */
  readonly mounts: readonly ResolvedMount[];
  /** Digest of what its pods read of Secrets and ConfigMaps, as it stands or is to stand on them; undefined where they read none. */
  readonly referencesDigest: string | undefined;
  /** Whether the image's own init container makes the database schema. */
  readonly schemaInit: boolean;
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
  readonly generation: number;
  /** All that the rest was worked out from. */
  readonly spec: InteractionServerSpec;
  readonly tenantId: string;
  readonly tenantSid: string;
  readonly platform: InteractionServer['spec']['platform'];
  readonly governingServiceName: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  /** Names of the pull secrets, sorted. */
  readonly pullSecrets: readonly string[];
  /** The connections table, and what its rows are resolved against. */
  readonly table: readonly Connection[];
  readonly context: ConnectionContext;
  /** What is known of each row without asking anybody. */
  readonly connections: readonly ConnectionStatus[];
  /** The databases that its workloads open. */
  readonly databases: readonly Database[];
  readonly networkPolicy: InteractionServerSpec['networkPolicy'];
  readonly monitoring: Monitoring;
  readonly deletionPolicy: InteractionServerSpec['deletionPolicy'];
  readonly workloads: Readonly<Record<Workload, ResolvedWorkload>>;
}

/** What a cluster offers beside what every cluster does. */
export interface ClusterFeatures {
  /** Whether it knows the kind PodMonitor. */
  readonly podMonitors: boolean;
}

/** For each workload the digest of what its pods read of Secrets and ConfigMaps; absent where there is none to speak of. */
export type ReferenceDigests = Readonly<Partial<Record<Workload, string>>>;

/** Works out names, ports and wiring of an instance. `table` is the connections table. */
export function resolve(
  instance: InteractionServer,
  features: ClusterFeatures,
  referenceDigests: ReferenceDigests,
  table: readonly Connection[] = connections,
): ResolvedInstance {
  const { spec } = instance;
  const context = connectionContext(instance);
  const workload = (key: Workload): ResolvedWorkload => ({
    workload: key,
    name: workloadObjectName(instance.name, key),
    replicas: spec[key].replicas,
    autoscaling: key === 'ixnVQNode' ? autoscaling(instance) : undefined,
    image: imageReference(spec.image.registry, spec[key].image),
    tag: spec[key].image.tag,
    ports: servedPorts(key, table).map(({ name, rows }) => ({ name, rows, port: spec[key].ports[name] })),
    ...workloadWiring(instance, key, table, context),
    referencesDigest: referenceDigests[key],
    schemaInit: hasSchemaInit(spec, key),
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
    generation: instance.generation,
    spec,
    tenantId: spec.tenant.id,
    tenantSid: spec.tenant.sid,
    platform: spec.platform,
    governingServiceName: governingServiceName(instance.name),
    pullPolicy: spec.image.pullPolicy,
    pullSecrets: (spec.image.imagePullSecrets ?? []).map((secret) => secret.name).toSorted(),
    table,
    context,
    connections: connectionStatuses(table, context),
    databases: databasesOf(spec, table),
    networkPolicy: spec.networkPolicy,
    monitoring: monitoring(spec, features),
    deletionPolicy: spec.deletionPolicy,
    workloads: {
      ixnServer: workload('ixnServer'),
      ixnNode: workload('ixnNode'),
      ixnVQNode: workload('ixnVQNode'),
    },
  };
}

/** VQ Node has no database. */
function hasSchemaInit(spec: InteractionServerSpec, workload: Workload): boolean {
  if (workload === 'ixnVQNode') return false;
  const { db, dbinit } = spec[workload];
  return db !== undefined && dbinit.enabled;
}
