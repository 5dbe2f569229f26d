import { apiVersion, resourceType } from '@ixn/interaction-server';
import type { Failure, KubeClient, KubeObject, Result } from '@ixn/kube-client';
import type { ChildKind, ChildObject } from '@ixn/manifests';
import type { ClusterWriter, WriteOutcome } from '@ixn/reconcile';
import { fieldManager } from './field-manager.ts';
import { childTypes, interactionServers } from './resource-types.ts';
import type { Stores } from './stores.ts';

const done: WriteOutcome = { kind: 'done' };

/** Writes through the API server; what it answers goes into the stores, so that the next read sees it. */
export function createClusterWriter(client: KubeClient, stores: Stores): ClusterWriter {
  async function apply(object: ChildObject): Promise<WriteOutcome> {
    const result = await client.apply(childTypes[object.kind], object, { fieldManager, force: true });
    return accept(result, object.kind);
  }

  function accept(result: Result<KubeObject>, kind: ChildKind): WriteOutcome {
    if (!result.ok) return toOutcome(result.failure);
    stores.children[kind].observeWrite(result.value);
    return done;
  }

  /** A name that is taken may be taken by us: the watch may be behind, or somebody took our label off. */
  async function applyIfOurs(object: ChildObject): Promise<WriteOutcome> {
    const { name, namespace, ownerReferences } = object.metadata;
    const found = await client.get(childTypes[object.kind], { name, namespace });
    if (!found.ok) return { kind: 'failed', message: found.failure.message };
    const controller = found.value.metadata.ownerReferences?.find((owner) => owner.controller === true);
    if (controller !== undefined && controller.uid === ownerReferences[0]?.uid) return apply(object);
    const owner = controller === undefined ? 'nobody' : `${controller.kind} ${controller.name}`;
    return { kind: 'taken', message: `exists already and is owned by ${owner}` };
  }

  return {
    apply: async (object, mode) => {
      if (mode === 'update') return apply(object);
      const created = await client.apply(childTypes[object.kind], object, { fieldManager, mustBeAbsent: true });
      if (!created.ok && created.failure.code === 'AlreadyExists') return applyIfOurs(object);
      return accept(created, object.kind);
    },
    remove: async ({ kind, name, namespace, uid }) => {
      const result = await client.delete(
        childTypes[kind],
        { name, namespace },
        { uid, propagationPolicy: 'Background' },
      );
      // Gone already, or replaced by another object of the same name, which is not the one that was observed.
      if (result.ok || result.failure.code === 'NotFound' || result.failure.code === 'Conflict') return done;
      return toOutcome(result.failure);
    },
    reportStatus: async ({ metadata: { name, namespace, uid } }, status) => {
      const object = { apiVersion, kind: resourceType.kind, metadata: { name, namespace, uid }, status };
      const result = await client.apply(interactionServers, object, {
        fieldManager,
        force: true,
        subresource: 'status',
      });
      if (!result.ok) return result.failure.code === 'NotFound' ? done : toOutcome(result.failure);
      stores.instances.observeWrite(result.value);
      return done;
    },
  };
}

/** Forbidden may be a quota or a right that somebody mends without touching the resource: it is tried again. */
function toOutcome({ category, code, message, retryAfterMs }: Failure): WriteOutcome {
  if (category === 'terminal' && code !== 'Forbidden' && code !== 'NotFound' && code !== 'Aborted') {
    return { kind: 'refused', message };
  }
  return { kind: 'failed', message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
