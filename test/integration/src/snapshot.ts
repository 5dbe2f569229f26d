import type { AnyObject, TestNamespace } from './cluster.ts';
import { conditionsOf } from './instance.ts';

/** All that a namespace holds, without what differs between two runs that end in the same place: comparable by value. */
export type Snapshot = Readonly<Record<string, readonly unknown[]>>;

const kinds = [
  'serviceaccounts',
  'configmaps',
  'persistentvolumeclaims',
  'services',
  'networkpolicies',
  'statefulsets',
  'deployments',
  'poddisruptionbudgets',
  'horizontalpodautoscalers',
  'jobs',
  'pods',
  'interactionservers',
] as const;

/** What Kubernetes itself puts into every namespace. */
const givens: ReadonlySet<string> = new Set(['serviceaccounts/default', 'configmaps/kube-root-ca.crt']);

/** Takes the snapshot of a namespace. */
export async function takeSnapshot(namespace: TestNamespace): Promise<Snapshot> {
  const lists = await Promise.all(
    kinds.map(async (kind) => {
      const objects = await namespace.list(kind);
      const ours = objects.filter(({ metadata }) => !givens.has(`${kind}/${metadata.name}`));
      return [kind, ours.map((object) => normalized(kind, object)).toSorted(byText)] as const;
    }),
  );
  return Object.fromEntries(lists);
}

/** Whether nothing in it is being deleted. */
export function isAtRest(snapshot: Snapshot): boolean {
  return !JSON.stringify(snapshot).includes('"deleting":true');
}

/** How often the spec of each workload was changed; a pod template is part of it. */
export async function workloadGenerations(namespace: TestNamespace): Promise<Readonly<Record<string, number>>> {
  const found = [...(await namespace.list('statefulsets')), ...(await namespace.list('deployments'))];
  return Object.fromEntries(found.map(({ metadata }) => [metadata.name, metadata.generation ?? 0]));
}

function normalized(kind: (typeof kinds)[number], object: AnyObject): unknown {
  const { metadata, spec, data, status } = object;
  const { labels, annotations = {}, deletionTimestamp, ownerReferences = [] } = metadata;
  const { 'deployment.kubernetes.io/revision': _, 'ixn.operators.dev/applied': fingerprint, ...others } = annotations;
  // The fingerprint is also one of the owner's UID.
  const kept = { ...others, fingerprint: fingerprint !== undefined };
  const common = {
    labels: kind === 'pods' ? withoutHashes(labels ?? {}) : labels,
    deleting: deletionTimestamp !== undefined,
    owners: ownerReferences.map((owner) => owner.kind),
  };
  switch (kind) {
    case 'pods':
      return { ...common, images: images(spec), phase: status.phase, ready: isTrue(status.conditions, 'Ready') };
    case 'interactionservers':
      return { ...common, spec, status: instanceStatus(object) };
    case 'statefulsets':
    case 'deployments':
      return { ...common, name: metadata.name, annotations: kept, spec, status: workloadStatus(object) };
    case 'services': {
      const { clusterIP, clusterIPs: __, ...rest } = spec;
      return { ...common, name: metadata.name, annotations: kept, spec: rest, headless: clusterIP === 'None' };
    }
    default:
      return { ...common, name: metadata.name, annotations: kept, spec, data };
  }
}

function withoutHashes(labels: Readonly<Record<string, string>>) {
  const { 'pod-template-hash': _, 'controller-revision-hash': __, ...rest } = labels;
  return rest;
}

function images(spec: { readonly containers: readonly { readonly image: string }[] }): readonly string[] {
  return spec.containers.map(({ image }) => image);
}

function isTrue(conditions: readonly { type: string; status: string }[] = [], type: string): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}

function workloadStatus({ metadata, status = {} }: AnyObject) {
  const { observedGeneration, replicas, readyReplicas, updatedReplicas } = status;
  return { current: observedGeneration === metadata.generation, replicas, readyReplicas, updatedReplicas };
}

function instanceStatus(object: AnyObject) {
  const { observedGeneration, conditions: _, workloads = [], ...rest } = object['status'] ?? {};
  return {
    ...rest,
    workloads: workloads.map(
      ({ startedAt: __, generation: ___, ...workload }: Readonly<Record<string, unknown>>) => workload,
    ),
    current: observedGeneration === object.metadata.generation,
    conditions: conditionsOf(object),
  };
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
