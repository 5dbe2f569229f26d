import type { ReferenceProblem } from '@ixn/assessment';
import type { Workload } from '@ixn/connections';
import type { ConditionReason, ConnectionEntry } from '@ixn/interaction-server';
import type { ChildKind } from '@ixn/manifests';
import type { RestartCause, UpdateCause, WaitsFor } from '@ixn/rollout';

/**
 * All that a changed resource would lead to, until nothing is left to do: plain data, the same for the same input. It says
 * what follows now and later, as the resource and the cluster are at the moment of asking.
 */
export interface Plan {
  readonly namespace: string;
  readonly name: string;
  /** What keeps it from being done; empty where nothing does. */
  readonly blocked: readonly Blockage[];
  /** What would be written, in the order in which it would be; deletions last. */
  readonly objects: readonly PlannedObject[];
  /** The workloads whose pods would be replaced, in the order in which they would be. */
  readonly restarts: readonly PlannedRestart[];
  /** The rows of the connections table that would lead elsewhere or stand otherwise, by number. */
  readonly connections: readonly TouchedConnection[];
  /** Secrets and ConfigMaps that would keep pods from starting, or could not be read for the plan. */
  readonly references: readonly (Pick<ReferenceProblem, 'reason' | 'subject' | 'words'> & {
    readonly workload: Workload;
  })[];
}

/** Why something is not done, with the reason that the status of the resource would give. */
export interface Blockage {
  readonly reason: ConditionReason;
  readonly message: string;
  /** The field that breaks a rule, such as `spec.ixnServer.image.tag`. */
  readonly path?: string;
  /** The one object that is left alone, as `Kind name`; where there is none, nothing at all would be done. */
  readonly object?: string;
}

/** A field that would differ; a value that is not there is absent. */
export interface PlannedField {
  /** Such as `spec.template.spec.containers[ixn-server].image`. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface PlannedObject {
  readonly action: 'create' | 'change' | 'delete';
  readonly kind: ChildKind;
  readonly name: string;
  /** Why an object is changed: for what the resource says, or to put back what somebody else has changed. */
  readonly cause?: UpdateCause;
  /** What it waits for; absent where it goes at once. */
  readonly waitsFor?: WaitsFor;
  /** Whether a part of it goes at once all the same. */
  readonly partNow?: true;
  /** Of a change: the fields that would differ from the live object, as the API server would store them. */
  readonly fields: readonly PlannedField[];
  /** What the API server would store otherwise than it is sent, or add, in the fields that differ. */
  readonly byServer: readonly PlannedField[];
  /** What the API server said against it: refused is for good, failed may be tried again. */
  readonly problem?: { readonly kind: 'refused' | 'failed'; readonly message: string };
}

export interface PlannedRestart {
  readonly workload: Workload;
  readonly cause: RestartCause;
  /** What it waits for; absent where it begins at once. */
  readonly waitsFor?: WaitsFor;
  /** When the maintenance window that it waits for opens, RFC 3339; absent where none is waited for, or none opens any more. */
  readonly opensAt?: string;
  /** Numbers of the connections that end while its pods are replaced. */
  readonly interrupts: readonly number[];
}

/** How a row of the connections table stands before and after; absent before in a new resource. */
export interface TouchedConnection {
  readonly number: number;
  readonly before?: ConnectionStanding;
  readonly after: ConnectionStanding;
}

export type ConnectionStanding = Omit<ConnectionEntry, 'number'>;
