import { type KubeClient, succeeded } from '@ixn/kube-client';
import type { DryRun } from '@ixn/plan';
import { failureOutcome } from './cluster-writer.ts';
import { fieldManager } from './field-manager.ts';
import { handOverReplicas } from './replicas-hand-over.ts';
import { childTypes } from './resource-types.ts';

/** Asks the API server what it would make of an object that the operator applied. */
export function createDryRun(client: Pick<KubeClient, 'get' | 'apply'>): DryRun {
  return async (object, mode) => {
    const type = childTypes[object.kind];
    const { name, namespace } = object.metadata;
    const isNew = mode === 'create';
    const live = isNew ? succeeded(undefined) : await client.get(type, { name, namespace });
    if (!live.ok) return { kind: 'failed', message: live.failure.message };
    const sent = isNew ? succeeded(object) : await handOverReplicas(client, object, { dryRun: true });
    const how = isNew ? { mustBeAbsent: true } : { force: true };
    const after = sent.ok ? await client.apply(type, sent.value, { fieldManager, dryRun: true, ...how }) : sent;
    if (after.ok) return { kind: 'answered', before: live.value, after: after.value };
    const { message } = after.failure;
    return { kind: failureOutcome(after.failure).kind === 'refused' ? 'refused' : 'failed', message };
  };
}
