import { createEventRecorder as createRecorder, type EventNote } from '@ixn/controller-runtime';
import { apiVersion, resourceType } from '@ixn/interaction-server';
import type { InstanceEvent } from '@ixn/assessment';
import type { KubeClient } from '@ixn/kube-client';
import type { CustomResource } from '@ixn/reconcile';
import { fieldManager } from './field-manager.ts';

/** Writes Kubernetes events about instances. */
export interface EventRecorder {
  /** Tells of an event and returns at once; nothing waits for it, and a failure is only noted. */
  readonly record: (resource: CustomResource, event: InstanceEvent) => void;
}

export interface EventRecorderOptions {
  readonly client: KubeClient;
  /** Name of this process among those of its kind. */
  readonly instance: string;
  readonly observe: (note: EventNote) => void;
}

const controller = 'ixn.operators.dev/interaction-server-operator';

export function createEventRecorder({ client, instance, observe }: EventRecorderOptions): EventRecorder {
  const recorder = createRecorder({ client, reporter: { controller, instance }, fieldManager, observe });
  return {
    record: ({ metadata: { name, namespace, uid } }, event) =>
      recorder.record({ apiVersion, kind: resourceType.kind, metadata: { name, namespace, uid } }, event),
  };
}
