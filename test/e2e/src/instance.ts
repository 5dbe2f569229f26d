import { randomUUID } from 'node:crypto';
import type { Workload } from '@ixn/connections';
import { apiVersion, type ConnectionEntry, readStatus, resourceType } from '@ixn/interaction-server';
import { tenantLabelKey } from '@ixn/manifests';
import type { V1ObjectMeta, V1Pod } from '@kubernetes/client-node';
import { eventually, type Scene } from './scene.ts';

/** How the container of a workload is called; its component label says the same. */
const containerNames = { ixnServer: 'ixn-server', ixnNode: 'ixn-node', ixnVQNode: 'vq-node' } as const satisfies Record<
  Workload,
  string
>;

/** An instance of a test, in the namespace of the instances. */
export interface Instance {
  readonly name: string;
  readonly namespace: string;
  readonly tenantId: string;
}

/** An InteractionServer as it is read back. */
export interface InteractionServerObject {
  readonly metadata: V1ObjectMeta;
  readonly status?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** What a test says beside what every instance has: further fields of the spec, and of its workloads. */
export type SpecChanges = Fields & Partial<Record<Workload, Fields>>;

/** Applies an instance whose three workloads are played by the stand-in. */
export async function applyInstance(scene: Scene, instance: Instance, changes: SpecChanges = {}): Promise<void> {
  const { name, namespace, tenantId } = instance;
  const { ixnServer = {}, ixnNode = {}, ixnVQNode = {}, ...others } = changes;
  const { registry, repository, tag } = scene.facts.standIn;
  const image = { repository, tag };
  await scene.kubectl.apply({
    apiVersion,
    kind: resourceType.kind,
    metadata: { name, namespace },
    spec: {
      tenant: { id: tenantId, sid: '100' },
      image: { registry },
      ixnServer: { image, podTemplate: playedBy('ixnServer'), ...ixnServer },
      ixnNode: { image, podTemplate: playedBy('ixnNode'), ...ixnNode },
      ixnVQNode: { image, podTemplate: playedBy('ixnVQNode'), ...ixnVQNode },
      ...others,
    },
  });
}

/** A new instance under this name, for a tenant of its own; nothing is applied yet. */
export function newInstance({ facts }: Scene, name: string): Instance {
  return { name, namespace: facts.namespaces.instances, tenantId: randomUUID() };
}

/** The podTemplate that makes the stand-in play a workload, with what a test adds to the pod's spec and annotations. */
export function playedBy(
  workload: Workload,
  { spec = {}, container = {}, annotations = {} }: Partial<Record<'spec' | 'container' | 'annotations', Fields>> = {},
): Fields {
  const name = containerNames[workload];
  return {
    metadata: { annotations },
    spec: { ...spec, containers: [{ name, args: ['serve', '--role', workload], ...container }] },
  };
}

/** The pods of a workload of the instance, those that are about to end as well. */
export function podsOf({ kubectl }: Scene, instance: Instance, workload: Workload): Promise<readonly V1Pod[]> {
  return kubectl.list<V1Pod>('pods', instance.namespace, podSelector(instance, workload));
}

/** Selects the pods of a workload of the tenant. */
export function podSelector({ tenantId }: Instance, workload: Workload): string {
  return `${tenantLabelKey}=${tenantId},app.kubernetes.io/component=${containerNames[workload]}`;
}

/** The one pod that a workload has; fails where it is none or several. */
export async function onlyPodOf(scene: Scene, instance: Instance, workload: Workload): Promise<V1Pod> {
  const [pod, ...others] = await podsOf(scene, instance, workload);
  if (pod === undefined || others.length > 0) throw new Error(`${workload} has not exactly one pod`);
  return pod;
}

/** A condition as tests compare it. */
export interface ConditionView {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export type Conditions = Readonly<Record<string, ConditionView | undefined>>;

/** Waits until the status speaks of the present generation and its conditions fulfil the expectation. */
export async function untilConditions(
  { kubectl }: Scene,
  { name, namespace }: Instance,
  what: string,
  holds: (conditions: Conditions) => boolean,
  timeoutMs?: number,
): Promise<Conditions> {
  let last: Conditions = {};
  const ask = async () => {
    const object = await kubectl.get<InteractionServerObject>('interactionservers', name, namespace);
    const status = readStatus(object?.status);
    last = Object.fromEntries((status?.conditions ?? []).map((condition) => [condition.type, condition]));
    return status?.observedGeneration === object?.metadata.generation && holds(last) ? last : undefined;
  };
  return await eventually(`${name} ${what}`, ask, timeoutMs).catch((error: unknown) => {
    throw new Error(`${String(error)}; its conditions: ${JSON.stringify(last, undefined, 1)}`, { cause: error });
  });
}

/** The rows as the status has them. */
export async function connectionEntries(
  { kubectl }: Scene,
  { name, namespace }: Instance,
): Promise<readonly ConnectionEntry[]> {
  const object = await kubectl.get<InteractionServerObject>('interactionservers', name, namespace);
  return readStatus(object?.status)?.connections ?? [];
}

/** Waits until the instance is Ready. */
export function untilReady(scene: Scene, instance: Instance): Promise<Conditions> {
  return untilConditions(scene, instance, 'is Ready', ({ Ready }) => Ready?.status === 'True');
}
