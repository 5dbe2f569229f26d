import type { Workload } from '@ixn/connections';
import { observeJobs } from './observe-jobs.ts';
import { workloadOfComponent } from '@ixn/manifests';
import type {
  ClusterReader,
  CustomResource,
  Observation,
  TenantObservation,
  WorkloadObservation,
} from '@ixn/reconcile';
import type { ChildProjection } from './projections.ts';
import type { Stores } from './stores.ts';

/** Reads from the stores: no request, and always with our own last writes in it. */
export function createClusterReader(
  stores: Stores,
  { features, protectionPolicy }: Pick<ClusterReader, 'features' | 'protectionPolicy'>,
): ClusterReader {
  return {
    instance: (ref) => stores.instances.get(ref),
    observe: (resource) => observe(stores, resource),
    tenant: (resource, tenantId) => observeTenant(stores, resource, tenantId.toLowerCase()),
    features,
    protectionPolicy,
  };
}

function observe(stores: Stores, resource: CustomResource): Observation {
  const key = keyOf(resource);
  const found = Object.values(stores.children).flatMap((store) => store.byIndex('instance', key));
  const workloads: Partial<Record<Workload, WorkloadObservation>> = {};
  for (const projection of found) {
    const workload = workloadOfComponent(projection.component);
    const observation = observeWorkload(stores, projection, resource);
    if (workload !== undefined && observation !== undefined) workloads[workload] = observation;
  }
  return { children: found.map(({ child }) => child), workloads, jobs: observeJobs(stores, found, resource) };
}

function observeWorkload(
  stores: Stores,
  { child, component, workload, podCreationProblem, referencesDigest }: ChildProjection,
  resource: CustomResource,
): WorkloadObservation | undefined {
  if (workload === undefined || child.controller?.uid !== resource.metadata.uid) return undefined;
  const pods = stores.pods.byIndex('instance', keyOf(resource)).filter((pod) => pod.component === component);
  return {
    observed: workload,
    pods: pods.map(({ pod }) => pod).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    referencesDigest,
    podCreationProblem:
      podCreationProblem ?? (pods.length === 0 ? lastFailedCreate(stores, child, startOf(resource)) : undefined),
  };
}

/** Why the last pod of a StatefulSet could not be made; what was said before its present rollout is past. */
function lastFailedCreate(
  stores: Stores,
  { uid, namespace, name }: ChildProjection['child'],
  since: string,
): string | undefined {
  return stores.failedCreates
    .byIndex('controller', uid)
    .filter((event) => event.controller === `${namespace}/${name}` && event.lastSeenAt >= since)
    .toSorted((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1))[0]?.message;
}

/** When the present rollout of IXN began; empty while nobody has said so. */
function startOf({ status }: CustomResource): string {
  return status?.workloads?.find((workload) => workload.name === 'ixnServer')?.startedAt ?? '';
}

function observeTenant(stores: Stores, resource: CustomResource, tenant: string): TenantObservation {
  const key = keyOf(resource);
  return {
    rivals: stores.instances
      .byIndex('tenant', tenant)
      .filter((rival) => keyOf(rival) !== key)
      .map(({ metadata: { namespace, name, uid, creationTimestamp } }) => ({
        namespace,
        name,
        uid,
        createdAt: creationTimestamp,
      })),
    foreignIxn: [...foreignServers(stores, tenant, key), ...foreignPods(stores, tenant, key)].toSorted(),
  };
}

/** A StatefulSet that nobody has collected yet may make its pod again. */
function foreignServers(stores: Stores, tenant: string, key: string): readonly string[] {
  return stores.children.StatefulSet.byIndex('tenant', tenant)
    .filter((server) => !server.instances.includes(key))
    .map(({ child }) => `${child.namespace}/${child.name}`);
}

/** A pod that has ended, or that no controller brings back, runs no server beside ours. */
function foreignPods(stores: Stores, tenant: string, key: string): readonly string[] {
  return stores.pods
    .byIndex('tenant', tenant)
    .filter((pod) => workloadOfComponent(pod.component) === 'ixnServer' && pod.instance !== key)
    .filter(({ pod, controllerUid }) => controllerUid !== undefined && !endedPhases.has(pod.phase))
    .map(({ namespace, pod }) => `${namespace}/${pod.name}`);
}

const endedPhases: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);

function keyOf({ metadata }: CustomResource): string {
  return `${metadata.namespace}/${metadata.name}`;
}
