import type { z } from 'zod';
import type { CheckReason, CheckState, ConnectionState, ConnectionStatus, Workload } from '@ixn/connections';
import type { Condition } from './conditions.ts';
import type { specSchema } from './schema/spec.ts';
import type { databaseStates } from './schema/status.ts';

/** Group, version, kind and names of the custom resource. */
export const resourceType = {
  group: 'ixn.operators.dev',
  version: 'v1alpha1',
  kind: 'InteractionServer',
  plural: 'interactionservers',
  namespaced: true,
} as const;

export const apiVersion = `${resourceType.group}/${resourceType.version}` as const;

/** All that is below, for good: domain data is never changed in place. */
type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T;

/** A spec that is valid, with every default filled in. */
export type InteractionServerSpec = DeepReadonly<z.output<typeof specSchema>>;

/** One valid InteractionServer: what the pure rooms work on. */
export interface InteractionServer {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly generation: number;
  readonly directives: Directives;
  readonly spec: InteractionServerSpec;
}

/** How much is held back: nothing, what restarts pods that run, or every write but the status. */
export type Pause = InteractionServerSpec['updatePolicy']['pause'];

/** What a user says for now, in annotations or in the spec: it changes how an instance is worked on, not what it is. */
export interface Directives {
  /** The stronger one of the annotation and of `spec.updatePolicy.pause`. */
  readonly pause: Pause;
  /** Value of the annotation that asks for updates that wait; undefined where there is none. */
  readonly applyPending: string | undefined;
}

/** The annotations of a resource that the operator reads. */
export const directiveAnnotations = {
  pause: `${resourceType.group}/pause`,
  applyPending: `${resourceType.group}/apply-pending`,
} as const;

/** How one workload stands. */
export interface WorkloadStatus {
  readonly name: Workload;
  readonly desired: number;
  readonly ready: number;
  readonly updated: number;
  readonly image: string;
  /** Generation of the StatefulSet or Deployment that is or was rolled out; 0 while there is none. */
  readonly generation: number;
  /** Whether that rollout has finished: from then on a pod that is not ready is a loss, not progress. */
  readonly settled: boolean;
  /** When that rollout began; RFC 3339. */
  readonly startedAt: string;
}

/** How one connection stands, and whether a NetworkPolicy leaves it open to everybody. */
export interface ConnectionEntry extends Omit<ConnectionStatus, 'state'> {
  /** Configured only until checks are spoken of. */
  readonly state: ConnectionState | CheckState;
  /** Why a check came out so; absent where it is Reachable, as most are: the status must stay small. */
  readonly reason?: CheckReason;
  /** What a check has found, for people, where something is wrong. */
  readonly message?: string;
  readonly open?: true;
}

/** A change that is not made yet. */
export interface PendingChange {
  /** The object, as `Kind name`. */
  readonly object: string;
  readonly cause: 'SpecChanged' | 'ReferencesChanged' | 'OperatorUpdated' | 'Drift';
  /** The end of a pause, a window, a word of the user's, connections that are to answer, a database, or a workload that goes first. */
  readonly waitsFor: 'Resume' | 'MaintenanceWindow' | 'Approval' | 'Dependencies' | 'Database' | Workload;
  /** What changes in the pods: paths in their template; absent where no pod is replaced. */
  readonly fields?: readonly string[];
}

/** All that waits. */
export interface PendingStatus {
  /** What the annotation ixn.operators.dev/apply-pending has to say to have it now. */
  readonly id: string;
  readonly changes: readonly PendingChange[];
  /** When the next maintenance window opens, where one is waited for; RFC 3339. */
  readonly nextWindow?: string;
}

/** How one database stands that the operator provisions. */
export interface DatabaseStatus {
  /** Number of its row. */
  readonly number: number;
  readonly name: string;
  readonly state: (typeof databaseStates)[number];
  /** What it was provisioned with; absent while that is not known. */
  readonly inputs?: string;
  /** RFC 3339. */
  readonly completedAt?: string;
  /** The Job that is or was at work. */
  readonly job?: string;
  /** How often a Job of this name has failed. */
  readonly attempts?: number;
  /** When it is made again; RFC 3339. */
  readonly retryAt?: string;
  /** Whether its role may have another password than the pods that run. */
  readonly restartDue?: true;
}

/** The status subresource, as the operator writes it. */
export interface InteractionServerStatus {
  readonly observedGeneration: number;
  readonly summary?: Readonly<Record<Workload | 'connections', string>>;
  readonly connections?: readonly ConnectionEntry[];
  readonly conditions?: readonly Condition[];
  readonly workloads?: readonly WorkloadStatus[];
  /** Absent where the spec asks for no provisioning. */
  readonly databases?: readonly DatabaseStatus[];
  /** Absent while nothing waits. */
  readonly pending?: PendingStatus;
  /** When what failed is tried again, RFC 3339; absent while nothing has failed. */
  readonly nextTry?: string;
}
