import { apiVersion, resourceType } from '@ixn/interaction-server';
import type { ApplyOptions, Failure, FailureCode, KubeClient, KubeObject, Result } from '@ixn/kube-client';
import { type ChildObject, retainedForLabelKey } from '@ixn/manifests';
import { type ClusterWriter, predecessorMessage, takenMessage, type WriteOutcome } from '@ixn/reconcile';
import { ownership } from '@ixn/rollout';
import type { EventRecorder } from './event-recorder.ts';
import { fieldManager } from './field-manager.ts';
import { projectChild } from './projections.ts';
import { childTypes, interactionServers } from './resource-types.ts';
import type { Stores } from './stores.ts';

type DryRun = Pick<ApplyOptions, 'dryRun'>;

const done: WriteOutcome = { kind: 'done' };

/** Writes through the API server; what it answers goes into the stores, so that the next read sees it. */
export function createClusterWriter(client: KubeClient, stores: Stores, events: EventRecorder): ClusterWriter {
  async function apply(object: ChildObject, options: Partial<ApplyOptions>): Promise<Result<KubeObject>> {
    const result = await client.apply(childTypes[object.kind], object, { fieldManager, ...options });
    if (result.ok && options.dryRun !== true) stores.children[object.kind].observeWrite(result.value);
    return result;
  }

  /** A name that is taken may be taken by us: the watch may be behind, or somebody took our label off. */
  async function applyIfOurs(object: ChildObject, options: DryRun): Promise<WriteOutcome> {
    const { name, namespace } = object.metadata;
    const found = await client.get(childTypes[object.kind], { name, namespace });
    if (!found.ok) return { kind: 'failed', message: found.failure.message };
    const { child } = projectChild(object.kind)(found.value);
    switch (ownership(child, instanceOf(object))) {
      case 'ours':
        return outcomeOf(await apply(object, { ...options, force: true }));
      case 'predecessor':
        return { kind: 'predecessor', message: predecessorMessage };
      case 'other':
        return { kind: 'taken', message: takenMessage(child.controller) };
    }
  }

  async function createOrUpdate(
    object: ChildObject,
    mode: 'create' | 'update',
    options: DryRun,
  ): Promise<WriteOutcome> {
    if (mode === 'update') return outcomeOf(await apply(object, { ...options, force: true }));
    const created = await apply(object, { ...options, mustBeAbsent: true });
    return !created.ok && created.failure.code === 'AlreadyExists' ? applyIfOurs(object, options) : outcomeOf(created);
  }

  return {
    apply: (object, mode) => createOrUpdate(object, mode, {}),
    tryApply: (object, mode) => createOrUpdate(object, mode, { dryRun: true }),
    remove: async ({ kind, name, namespace, uid }) => {
      const result = await client.delete(
        childTypes[kind],
        { name, namespace },
        { uid, propagationPolicy: 'Background' },
      );
      // Gone already, or replaced by another object of the same name, which is not the one that was observed.
      if (result.ok || result.failure.code === 'NotFound' || result.failure.code === 'Conflict') return done;
      return outcomeOf(result);
    },
    reportStatus: async ({ metadata: { name, namespace, uid } }, status) => {
      const object = { apiVersion, kind: resourceType.kind, metadata: { name, namespace, uid }, status };
      const result = await client.apply(interactionServers, object, {
        fieldManager,
        force: true,
        subresource: 'status',
      });
      if (!result.ok) return result.failure.code === 'NotFound' ? done : outcomeOf(result);
      stores.instances.observeWrite(result.value);
      return done;
    },
    recordEvent: events.record,
  };
}

function outcomeOf(result: Result<unknown>): WriteOutcome {
  return result.ok ? done : failureOutcome(result.failure);
}

/**
 * Terminal for a request, but not for an instance: a quota or a right that somebody mends without touching the resource, a
 * namespace that is to come, and an end of this process's turn.
 */
const mayPass: ReadonlySet<FailureCode> = new Set(['Forbidden', 'NotFound', 'Aborted', 'NotLeading']);

function failureOutcome({ category, code, message, retryAfterMs }: Failure): WriteOutcome {
  if (category === 'terminal' && !mayPass.has(code)) {
    return { kind: 'refused', message };
  }
  return { kind: 'failed', message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** The instance that one of our objects says it belongs to. */
function instanceOf({ metadata: { labels, ownerReferences } }: ChildObject) {
  const [owner] = ownerReferences ?? [];
  return { kind: resourceType.kind, name: owner?.name ?? labels[retainedForLabelKey] ?? '', uid: owner?.uid ?? '' };
}
