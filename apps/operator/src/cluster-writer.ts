import { apiVersion, resourceType } from '@ixn/interaction-server';
import {
  type ApplyOptions,
  type Failure,
  type FailureCode,
  type KubeClient,
  type KubeObject,
  type Result,
  type TakenFields,
  takenFields,
} from '@ixn/kube-client';
import { type ChildObject, retainedForLabelKey } from '@ixn/manifests';
import { type ClusterWriter, predecessorMessage, takenMessage, type WriteOutcome } from '@ixn/reconcile';
import { ownership } from '@ixn/rollout';
import type { EventRecorder } from './event-recorder.ts';
import { fieldManager } from './field-manager.ts';
import { projectChild } from './projections.ts';
import { handOverReplicas } from './replicas-hand-over.ts';
import { childTypes, interactionServers, podType } from './resource-types.ts';
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

  async function update(object: ChildObject, options: DryRun): Promise<WriteOutcome> {
    const handedOver = await handOverReplicas(client, object, options);
    return outcomeOf(handedOver.ok ? await apply(handedOver.value, { ...options, force: true }) : handedOver);
  }

  /** A name that is taken may be taken by us: the watch may be behind, or somebody took our label off. */
  async function applyIfOurs(object: ChildObject, options: DryRun): Promise<WriteOutcome> {
    const { name, namespace } = object.metadata;
    const found = await client.get(childTypes[object.kind], { name, namespace });
    if (!found.ok) return { kind: 'failed', code: found.failure.code, message: found.failure.message };
    const { child } = projectChild(object.kind)(found.value);
    switch (ownership(child, instanceOf(object))) {
      case 'ours':
        return update(object, options);
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
    if (mode === 'update') return update(object, options);
    const created = await apply(object, { ...options, mustBeAbsent: true });
    return !created.ok && created.failure.code === 'AlreadyExists' ? applyIfOurs(object, options) : outcomeOf(created);
  }

  return {
    apply: (object, mode) => createOrUpdate(object, mode, {}),
    tryApply: (object, mode) => createOrUpdate(object, mode, { dryRun: true }),
    explainDrift: async (object) => {
      const { name, namespace } = object.metadata;
      const live = await client.get(childTypes[object.kind], { name, namespace });
      return live.ok ? driftInWords(takenFields(object, live.value, fieldManager)) : undefined;
    },
    remove: async ({ kind, name, namespace, uid }) => {
      const store = stores.children[kind];
      // A Job is gone only when its pod is: the next one must not run beside it.
      const propagationPolicy = kind === 'Job' ? 'Foreground' : 'Background';
      const result = await client.delete(childTypes[kind], { name, namespace }, { uid, propagationPolicy });
      // Whoever else says that it is gone, such as a proxy with a 404, is not believed: the watch tells.
      if (result.ok && result.value !== undefined) store.observeWrite(result.value);
      else if (result.ok) store.observeDelete({ name, namespace }, uid);
      return removalOf(result);
    },
    removePod: async ({ name, namespace, uid }) =>
      removalOf(await client.delete(podType, { name, namespace }, { uid })),
    reportStatus: async ({ metadata: { name, namespace, uid } }, status) => {
      // The API server compares no UID where a custom resource's status is written: the next of that name would get it.
      if (stores.instances.get({ name, namespace })?.metadata.uid !== uid) return done;
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

/** Such as `spec.replicas by kubectl-scale at 2026-03-01T12:00:00Z`; bounded, as it goes into an event. */
function driftInWords(taken: readonly TakenFields[]): string | undefined {
  const words = taken.map(({ manager, time, fields }) => {
    const shown = fields.slice(0, maxShownFields).join(', ');
    const more = fields.length > maxShownFields ? ` and ${fields.length - maxShownFields} more` : '';
    return `${shown}${more} ${manager === undefined ? 'removed' : `by ${manager}`}${time === undefined ? '' : ` at ${time}`}`;
  });
  return words.length === 0 ? undefined : words.slice(0, maxShownFields).join('; ').slice(0, maxDriftLength);
}

const maxShownFields = 4;
/** A note of an event takes 1,024 bytes. */
const maxDriftLength = 700;

/** What became of a deletion: gone already, or replaced by another object of the same name, is as good as done. */
function removalOf(result: Result<unknown>): WriteOutcome {
  const isGone = !result.ok && (result.failure.code === 'NotFound' || result.failure.code === 'Conflict');
  return isGone ? done : outcomeOf(result);
}

function outcomeOf(result: Result<unknown>): WriteOutcome {
  return result.ok ? done : failureOutcome(result.failure);
}

/**
 * Terminal for a request, but not for an instance: a quota or a right that somebody mends without touching the resource, a
 * namespace that is to come, and an end of this process's turn.
 */
const mayPass: ReadonlySet<FailureCode> = new Set(['Forbidden', 'NotFound', 'Aborted', 'NotLeading']);

/** What becomes of a write that failed. */
export function failureOutcome({ category, code, message, retryAfterMs }: Failure): WriteOutcome {
  if (category === 'terminal' && !mayPass.has(code)) {
    return { kind: 'refused', message };
  }
  return { kind: 'failed', code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** The instance that one of our objects says it belongs to. */
function instanceOf({ metadata: { labels, ownerReferences } }: ChildObject) {
  const [owner] = ownerReferences ?? [];
  return { kind: resourceType.kind, name: owner?.name ?? labels[retainedForLabelKey] ?? '', uid: owner?.uid ?? '' };
}
