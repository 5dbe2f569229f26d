import type { KubeObject, ResourceType } from '@ixn/kube-client';
import { instanceLabelKey, retainedForLabelKey } from '@ixn/manifests';
import { childTypes, eventType, podType } from '@ixn/operator';
import type { Cluster } from '../cluster/cluster.ts';
import type { Instance } from '../cluster/instance.ts';

/** What the cluster has of an instance. */
export interface Gathered {
  readonly objects: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  /** Of the instance, its objects and its pods. */
  readonly events: readonly KubeObject[];
  /** What may not be read, or could not be. */
  readonly problems: readonly string[];
}

/** Reads all that an instance is made of, and what happened to it. */
export async function gather(cluster: Cluster, { namespace, name }: Instance): Promise<Gathered> {
  const problems: string[] = [];
  const list = async (type: ResourceType, labelSelector?: string): Promise<readonly KubeObject[]> => {
    const answer = await cluster.client.list(type, {
      namespace,
      ...(labelSelector !== undefined && { labelSelector }),
    });
    if (answer.ok) return answer.value.items.map((item) => ({ ...item, apiVersion: versionOf(type), kind: type.kind }));
    // A cluster need not know every kind.
    if (answer.failure.code !== 'NotFound')
      problems.push(`${type.plural}: ${answer.failure.code}: ${answer.failure.message}`);
    return [];
  };
  const selectors = [`${instanceLabelKey}=${name}`, `${retainedForLabelKey}=${name}`];
  const types = Object.values(childTypes);
  const [children, pods, events] = await Promise.all([
    Promise.all(types.flatMap((type) => selectors.map((selector) => list(type, selector)))),
    list(podType, selectors[0]),
    list(eventType),
  ]);
  const objects = [
    ...new Map(children.flat().map((object) => [`${object.kind}/${object.metadata.name}`, object])).values(),
  ];
  const names = new Set([name, ...[...objects, ...pods].map(({ metadata }) => metadata.name)]);
  return { objects, pods, events: events.filter((event) => names.has(subjectOf(event))), problems };
}

function versionOf({ group, version }: ResourceType): string {
  return group === '' ? version : `${group}/${version}`;
}

function subjectOf(event: KubeObject): string {
  const subject: unknown = Reflect.get(event, 'involvedObject') ?? Reflect.get(event, 'regarding');
  const name: unknown = typeof subject === 'object' && subject !== null ? Reflect.get(subject, 'name') : undefined;
  return typeof name === 'string' ? name : '';
}
