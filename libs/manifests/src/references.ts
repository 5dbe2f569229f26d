import { type Workload, workloads } from '@ixn/connections';
import type { InteractionServer } from '@ixn/interaction-server';
import { type Fields, isFields } from './fields.ts';
import { workloadObjectName } from './names.ts';
import type { MergeSchema } from './pod/merge-schema.ts';
import { type PodTemplate, podTemplate } from './pod/pod-template.ts';
import { resolve } from './resolve.ts';

/** A Secret or ConfigMap of the user that the pods of a workload need. */
export interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /**
   * read: its containers read it · pull: the kubelet pulls its images with it · provision: the Job that provisions its database
   * reads it.
   */
  readonly use: 'read' | 'pull' | 'provision';
  /** The keys in use, sorted; none where it has but to exist. */
  readonly keys: readonly string[] | 'all';
  /** Whether the pods start without it, too. */
  readonly optional: boolean;
}

/**
 * What each workload of an instance needs of Secrets and ConfigMaps: what its pods name once the user's podTemplate is laid over
 * them, but for the ConfigMaps that are made for the instance itself. Each reference once.
 */
export function referencesOf(
  instance: InteractionServer,
  mergeSchema: MergeSchema,
): Readonly<Record<Workload, readonly Reference[]>> {
  const resolved = resolve(instance, { podMonitors: false }, {});
  const own = new Set(workloads.map((workload) => `ConfigMap/${workloadObjectName(instance.name, workload)}`));
  const of = (workload: Workload) => {
    const { spec } = podTemplate(resolved, resolved.workloads[workload], mergeSchema);
    const found = referencesIn(spec).filter(({ kind, name }) => !own.has(`${kind}/${name}`));
    return [...new Map(found.map((reference) => [JSON.stringify(reference), reference])).values()];
  };
  return { ixnServer: of('ixnServer'), ixnNode: of('ixnNode'), ixnVQNode: of('ixnVQNode') };
}

/** What the pods of a template name of Secrets and ConfigMaps, those of the instance itself included, in order. */
export function referencesOfTemplate({ spec }: PodTemplate): readonly Reference[] {
  return referencesIn(spec);
}

/** The references in a part of a pod's spec. A field means the same wherever it stands in there. */
function referencesIn(part: unknown): readonly Reference[] {
  if (Array.isArray(part)) return part.flatMap(referencesIn);
  if (!isFields(part)) return [];
  return Object.entries(part).flatMap(([field, value]) => {
    if (field === 'imagePullSecrets') return listIn(value).flatMap((item) => named('Secret', item, 'pull'));
    const kind = kinds[field];
    return kind !== undefined && isFields(value) ? named(kind, value, 'read') : referencesIn(value);
  });
}

/** The fields of a pod's spec that name a Secret or ConfigMap: of volumes, of `envFrom` and of `env`. */
const kinds: Readonly<Record<string, Reference['kind']>> = {
  secret: 'Secret',
  configMap: 'ConfigMap',
  secretRef: 'Secret',
  configMapRef: 'ConfigMap',
  secretKeyRef: 'Secret',
  configMapKeyRef: 'ConfigMap',
};

function named(kind: Reference['kind'], value: unknown, use: Reference['use']): readonly Reference[] {
  if (!isFields(value)) return [];
  const name = value['secretName'] ?? value['name'];
  if (typeof name !== 'string' || name === '') return [];
  return [{ kind, name, use, keys: use === 'pull' ? [] : keysIn(value), optional: value['optional'] === true }];
}

/** One key, those that a volume has items of, or else all of them. */
function keysIn({ key, items }: Fields): Reference['keys'] {
  if (typeof key === 'string') return [key];
  const keys = listIn(items).flatMap((item) => (isFields(item) && typeof item['key'] === 'string' ? item['key'] : []));
  return keys.length === 0 ? 'all' : keys.toSorted();
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
