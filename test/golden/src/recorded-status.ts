import { apiVersion, type InteractionServerStatus, resourceType } from '@ixn/interaction-server';
import { recordedMetadata, recordedSpec } from './recorded-spec.ts';

/** What kstatus makes of a resource. */
export type Kstatus = 'Current' | 'InProgress' | 'Failed' | 'Terminating';

/** An InteractionServer as the API server stores it, with its status. */
export interface RecordedResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly generation: number;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly finalizers?: readonly string[];
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: InteractionServerStatus;
}

/** A state that an instance may be in, with the status that says so. */
export interface RecordedStatus {
  /** Names the resource and its file in statuses/. */
  readonly name: string;
  /** The state, in words that go on after "an instance that ...". */
  readonly state: string;
  /** What kstatus has to make of it. */
  readonly kstatus: Kstatus;
  readonly resource: RecordedResource;
}

export interface Recording {
  readonly status: InteractionServerStatus;
  /** What the spec is at; that of the status, unless nobody has looked at the spec since it was changed. */
  readonly generation?: number;
  readonly deletionTimestamp?: string;
}

/** Puts a status on a resource that could have it. */
export function record(name: string, state: string, kstatus: Kstatus, recording: Recording): RecordedStatus {
  const { status, generation = status.observedGeneration, deletionTimestamp } = recording;
  // Without a finalizer a deleted resource is gone at once; this one is kubectl's --cascade=foreground.
  const deletion = deletionTimestamp === undefined ? {} : { deletionTimestamp, finalizers: ['foregroundDeletion'] };
  const { namespace, uid, creationTimestamp } = recordedMetadata;
  const metadata = { name, namespace, uid, generation, creationTimestamp, ...deletion };
  const resource = { apiVersion, kind: resourceType.kind, metadata, spec: recordedSpec, status };
  return { name, state, kstatus, resource };
}
