import { createHash } from 'node:crypto';
import { apiVersion, resourceType } from '@ixn/interaction-server';
import type { InstanceEvent } from '@ixn/assessment';
import type { Failure, KubeClient, KubeObject } from '@ixn/kube-client';
import type { CustomResource } from '@ixn/reconcile';
import { fieldManager } from './field-manager.ts';
import { newEventType } from './resource-types.ts';

/** Writes Kubernetes events about instances. */
export interface EventRecorder {
  /** Sends an event and returns at once; nothing waits for it, and a failure is only reported. */
  readonly record: (resource: CustomResource, event: InstanceEvent) => void;
}

export interface EventRecorderOptions {
  readonly client: KubeClient;
  /** Name of this process among those of its kind. */
  readonly instance: string;
  readonly now: () => number;
  readonly onFailure: (failure: Failure) => void;
}

const controller = 'ixn.operators.dev/interaction-server-operator';
/** Of the note, by the Events API; it counts bytes. */
const maxNoteBytes = 1024;

/** Creates a recorder for the events.k8s.io API. */
export function createEventRecorder({ client, instance, now, onFailure }: EventRecorderOptions): EventRecorder {
  let count = 0;
  const send = async (event: KubeObject) => {
    const result = await client.create(newEventType, event, { fieldManager });
    if (!result.ok) onFailure(result.failure);
  };
  return {
    record: (resource, { type, reason, action, note }) => {
      count += 1;
      const { name, namespace, uid } = resource.metadata;
      const suffix = createHash('sha256').update(`${instance}/${count}/${now()}`).digest('hex').slice(0, 16);
      const event = {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: { name: `${name}.${suffix}`, namespace },
        eventTime: toMicroTime(now()),
        reportingController: controller,
        reportingInstance: instance,
        action,
        reason,
        type,
        note: shortened(note),
        regarding: { apiVersion, kind: resourceType.kind, name, namespace, uid },
      };
      void send(event);
    },
  };
}

/** RFC 3339 with six digits, as the Events API wants it. */
function toMicroTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '000Z');
}

function shortened(note: string): string {
  const bytes = Buffer.from(note);
  if (bytes.length <= maxNoteBytes) return note;
  const kept = bytes.subarray(0, maxNoteBytes - Buffer.byteLength('…')).toString();
  // A letter that was cut through reads as U+FFFD.
  return `${kept.replace(/\uFFFD$/u, '')}…`;
}
