import { type InteractionServerStatus, readStatus, resourceType } from '@ixn/interaction-server';
import type { KubeObject } from '@ixn/kube-client';
import { type Problem, problem, problemOf } from '../problems.ts';
import type { Cluster } from './cluster.ts';

/** One InteractionServer as the API server has it. */
export interface Instance {
  readonly name: string;
  readonly namespace: string;
  readonly object: KubeObject;
  /** Undefined where no operator of this version has reported any. */
  readonly status: InteractionServerStatus | undefined;
}

export type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** The instance of a name; without a name the one instance of the namespace. */
export async function findInstance(cluster: Cluster, name: string | undefined): Promise<Found<Instance>> {
  const { client, namespace } = cluster;
  if (name !== undefined) {
    const answer = await client.get(resourceType, { namespace, name });
    return answer.ok ? found(toInstance(answer.value)) : { ok: false, problem: problemOf(answer.failure) };
  }
  const all = await listInstances(cluster, namespace);
  if (!all.ok) return all;
  const [first, ...others] = all.value;
  if (first === undefined) {
    return { ok: false, problem: problem('InstanceMissing', `namespace ${namespace} has no InteractionServer`) };
  }
  if (others.length === 0) return found(first);
  const names = all.value.map((instance) => instance.name).join(', ');
  return { ok: false, problem: problem('InstanceAmbiguous', `namespace ${namespace} has several: ${names}`) };
}

/** The instances of a namespace, or of all of them, by namespace and name. */
export async function listInstances(
  { client }: Pick<Cluster, 'client'>,
  namespace: string | undefined,
): Promise<Found<readonly Instance[]>> {
  const answer = await client.list(resourceType, namespace === undefined ? {} : { namespace });
  if (!answer.ok) return { ok: false, problem: problemOf(answer.failure) };
  const key = ({ namespace: space, name }: Instance) => `${space}/${name}`;
  return found(answer.value.items.map(toInstance).toSorted((a, b) => (key(a) < key(b) ? -1 : 1)));
}

function toInstance(object: KubeObject): Instance {
  const { name, namespace = '' } = object.metadata;
  return { name, namespace, object, status: readStatus(Reflect.get(object, 'status')) };
}

function found<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}
