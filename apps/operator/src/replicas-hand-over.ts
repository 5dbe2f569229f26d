import { appliedFields, type KubeClient, type KubeObject, type Result, succeeded } from '@ixn/kube-client';
import type { ChildObject, ChildOf } from '@ixn/manifests';
import { fieldManager } from './field-manager.ts';
import { childTypes } from './resource-types.ts';
import { numberAt, valueAt } from './value-at.ts';

/** The name under which the number of pods is held from when we let go of it until an autoscaler changes it. */
export const replicasManager = `${fieldManager}-replicas`;

/**
 * Gives the object to apply in place of `object`, so that `replicas`, which it may leave to an autoscaler, stay as they are: a
 * field that the last one who applied it lets go of falls back to its default, and here that were one pod. So where we hold
 * them, the number that there is gets applied under another name first; in a dry run, the object has it. An autoscaler leaves
 * 0 alone: what was stopped begins with one pod.
 *
 * Source: Kubernetes' "Server-Side Apply", on transferring ownership.
 */
export async function handOverReplicas(
  client: Pick<KubeClient, 'get' | 'apply'>,
  object: ChildObject,
  { dryRun = false }: { readonly dryRun?: boolean },
): Promise<Result<ChildObject>> {
  if (!leavesReplicas(object)) return succeeded(object);
  const { apiVersion, kind, spec } = object;
  const { name, namespace } = object.metadata;
  const live = await client.get(childTypes[kind], { name, namespace });
  if (!live.ok) return live;
  if (!holdsReplicas(live.value)) return succeeded(object);
  const replicas = Math.max(1, numberAt(live.value, 'spec', 'replicas'));
  if (dryRun) return succeeded({ ...object, spec: { ...spec, replicas } });
  // Of this very version: a number that somebody changes meanwhile is not put back.
  const { resourceVersion = '' } = live.value.metadata;
  const handOver = { apiVersion, kind, metadata: { name, namespace, resourceVersion }, spec: { replicas } };
  const handed = await client.apply(childTypes[kind], handOver, { fieldManager: replicasManager, force: true });
  return handed.ok ? succeeded(object) : handed;
}

function leavesReplicas(object: ChildObject): object is ChildOf<'Deployment'> {
  return object.kind === 'Deployment' && object.spec.replicas === undefined;
}

function holdsReplicas(live: KubeObject): boolean {
  return valueAt(appliedFields(live, fieldManager), 'f:spec', 'f:replicas') !== undefined;
}
