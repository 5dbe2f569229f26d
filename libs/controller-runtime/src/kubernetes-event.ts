import type { KubeObject, ResourceType } from '@ixn/kube-client';
import { toMicroTime } from './micro-time.ts';

export const kubernetesEventType: ResourceType = {
  group: 'events.k8s.io',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
  namespaced: true,
};

/** The object that an event is about. */
export interface Regarding {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid?: string };
}

/** What happened. */
export interface EventDetails {
  readonly type: 'Normal' | 'Warning';
  /** Why, as one word in UpperCamelCase, for machines. */
  readonly reason: string;
  /** What was done or tried, as one word in UpperCamelCase. */
  readonly action: string;
  /** For people; cut at 1024 bytes. */
  readonly note: string;
}

/** Who tells of it. */
export interface Reporter {
  /** A name as `example.com/my-operator`. */
  readonly controller: string;
  /** This process among those of its kind. */
  readonly instance: string;
}

/** Of the note, by the Events API; it counts bytes. */
const maxNoteBytes = 1024;
const maxNameLength = 253;

/** An event as the events.k8s.io API takes it. `suffix` makes its name unique. */
export function kubernetesEvent(
  regarding: Regarding,
  { type, reason, action, note }: EventDetails,
  reporter: Reporter,
  suffix: string,
  nowMs: number,
): KubeObject & { readonly metadata: { readonly namespace: string; readonly name: string } } {
  const { apiVersion, kind } = regarding;
  const { name, namespace, uid } = regarding.metadata;
  const start = name.slice(0, maxNameLength - suffix.length - 1).replace(/[-.]+$/, '');
  const event = {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    // Events about objects without a namespace stand in the default one.
    metadata: { name: `${start}.${suffix}`, namespace: namespace ?? 'default' },
    eventTime: toMicroTime(nowMs),
    reportingController: reporter.controller,
    reportingInstance: reporter.instance,
    action,
    reason,
    type,
    note: shortened(note),
    regarding: { apiVersion, kind, name, ...(namespace && { namespace }), ...(uid && { uid }) },
  };
  return event;
}

function shortened(note: string): string {
  const bytes = Buffer.from(note);
  if (bytes.length <= maxNoteBytes) {
    return note;
  }
  const kept = bytes.subarray(0, maxNoteBytes - Buffer.byteLength('…')).toString();
  // A letter that was cut through reads as U+FFFD.
  return `${kept.replace(/\uFFFD$/u, '')}…`;
}
