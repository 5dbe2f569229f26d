import type { InstanceEvent, ObservedPod, ObservedWorkload, ProtectionPolicy, TenantClaim } from '@ixn/assessment';
import type { ConnectionCheck, DependencyVerdict, Workload } from '@ixn/connections';
import type { InteractionServerStatus } from '@ixn/interaction-server';
import type { ChildObject, ClusterFeatures, MergeSchema, Reference, TemplateRecord } from '@ixn/manifests';
import type { ObservedChild, ObservedJob, OwnsExactly } from '@ixn/rollout';

/** Names one custom resource. */
export interface InstanceRef {
  readonly namespace: string;
  readonly name: string;
}

/** A custom resource as the API server stores it; its spec is not looked at before `parse` has. */
export interface CustomResource {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly generation: number;
    /** Those that the operator reads. */
    readonly annotations?: Readonly<Record<string, string>>;
    /** RFC 3339. */
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
  };
  readonly spec?: unknown;
  readonly status?: InteractionServerStatus;
}

/** What exists of an instance. */
export interface Observation {
  /** Objects of the kinds we make that carry our label, in the namespace and of the name of the instance. */
  readonly children: readonly ObservedChild[];
  /** The instance's own workloads; absent where there is none. */
  readonly workloads: Readonly<Partial<Record<Workload, WorkloadObservation>>>;
  /** Its own Jobs, which provision its databases. */
  readonly jobs: readonly ObservedJob[];
}

export interface WorkloadObservation {
  readonly observed: ObservedWorkload;
  /** Sorted by name. */
  readonly pods: readonly ObservedPod[];
  /** Why Kubernetes cannot make a pod of it; undefined when it can. */
  readonly podCreationProblem: string | undefined;
  /** The digest of Secrets and ConfigMaps that stands on its pod template. */
  readonly referencesDigest: string | undefined;
}

/** What else runs, or claims to run, the tenant of an instance. */
export interface TenantObservation {
  readonly rivals: readonly TenantClaim[];
  /** IXN StatefulSets and pods of other instances, as namespace/name. */
  readonly foreignIxn: readonly string[];
}

/**
 * What became of a write: done · taken: the object exists and is not ours, nothing was written · predecessor: it belongs to
 * a deleted instance of the same name · refused: for good · failed: it may be tried again, after `retryAfterMs` where the API
 * server said so; `code` is that of the request's failure.
 */
export type WriteOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'taken' | 'predecessor' | 'refused'; readonly message: string }
  | FailedRequest;

/** A request that may be tried again. */
export interface FailedRequest {
  readonly kind: 'failed';
  readonly message: string;
  readonly code?: string;
  readonly retryAfterMs?: number;
}

/** Reads of what the watches have seen: they cost no request and see our own writes. */
export interface ClusterReader {
  readonly instance: (ref: InstanceRef) => CustomResource | undefined;
  readonly observe: (resource: CustomResource) => Observation;
  readonly tenant: (resource: CustomResource, tenantId: string) => TenantObservation;
  /** What the cluster offers beside what every cluster does. */
  readonly features: () => ClusterFeatures;
  /** Whether the cluster enforces `spec.deletionProtection`. */
  readonly protectionPolicy: () => ProtectionPolicy;
}

/** What there is of a Secret or ConfigMap; its contents stay where they are. */
export type ObservedReference =
  /** `digest` is of the keys in use, those that are missing included: the same for the same content. */
  | {
      readonly kind: 'found';
      readonly digest: string;
      readonly missingKeys: readonly string[];
      /**
       * Of what a Job reads: a digest of each value by its key. It is good for this process alone, and tells no more than
       * whether two values are the same, in whichever objects they stand.
       */
      readonly values?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly message: string };

/** Looks at the Secrets and ConfigMaps that instances name. */
export interface ReferenceReader {
  /**
   * What there is of each, in order. From its call until the next one for this instance a change of any of them brings the
   * instance up again. Does not throw for what a server does.
   */
  readonly observe: (instance: InstanceRef, references: readonly Reference[]) => Promise<readonly ObservedReference[]>;
}

/** A pod of an instance, as checks look at it. */
export interface CheckedPod {
  readonly name: string;
  /** Its own address; undefined while it has none. */
  readonly ip: string | undefined;
  /** The address of its node; undefined while it is on none. */
  readonly hostIp: string | undefined;
  readonly ready: boolean;
}

/** What is to be found out about the rows of one instance. */
export interface DependencyRequest {
  /** In the order of the row numbers. */
  readonly checks: readonly ConnectionCheck[];
  readonly intervalMs: number;
  /** Another one where a Secret or ConfigMap that the checks name may have changed: what was read of them is read again. */
  readonly referencesVersion: string;
  /** Pods that are not ending, sorted by name. */
  readonly pods: Readonly<Record<Workload, readonly CheckedPod[]>>;
}

/** Finds out whether the dependencies of instances answer, and keeps on looking. No function of it throws or waits for anything. */
export interface DependencyWatch {
  /**
   * From now on these rows of the instance are checked, until the next call; gives what is known already of each, by row. A
   * verdict that changes later brings the instance up again. The same request again changes nothing.
   */
  readonly observe: (instance: InstanceRef, request: DependencyRequest) => ReadonlyMap<number, DependencyVerdict>;
  /** What is known now of the rows of the last `observe`; empty where there was none. */
  readonly known: (instance: InstanceRef) => ReadonlyMap<number, DependencyVerdict>;
  /** Ends the checks of an instance, if there are any. */
  readonly forget: (instance: InstanceRef) => void;
}

/** What came of reading records: those that there are, by name. */
export type TemplateRecords =
  | { readonly kind: 'read'; readonly records: ReadonlyMap<string, TemplateRecord> }
  | FailedRequest;

/** Reads the records of pod templates by their names; one that is gone, or is not ours, is left out. */
export type TemplateRecordReader = (namespace: string, names: readonly string[]) => Promise<TemplateRecords>;

/** Names one pod for good: another of the same name has another UID. */
export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** Writes to the cluster. None of them throws for what a server or a network does. */
export interface ClusterWriter {
  /**
   * Server-side apply. `create` writes only where there is no object of that name, or one that is ours already. The `replicas`
   * of a Deployment that leaves them out stay as they are.
   */
  readonly apply: (object: ChildObject, mode: 'create' | 'update') => Promise<WriteOutcome>;
  /** Asks the API server what `apply` would give, without writing. */
  readonly tryApply: (object: ChildObject, mode: 'create' | 'update') => Promise<WriteOutcome>;
  /** Who changed what of an object of ours since it was applied, in words; undefined where nobody can tell. */
  readonly explainDrift: (object: ChildObject) => Promise<string | undefined>;
  /** Deletes exactly the object that was observed; gone already counts as done. */
  readonly remove: (child: ObservedChild) => Promise<WriteOutcome>;
  /** Deletes exactly the pod of that UID; gone already counts as done. */
  readonly removePod: (pod: PodRef) => Promise<WriteOutcome>;
  readonly reportStatus: (resource: CustomResource, status: InteractionServerStatus) => Promise<WriteOutcome>;
  /** Tells people. Nothing depends on whether it arrives, so nobody waits for it. */
  readonly recordEvent: (resource: CustomResource, event: InstanceEvent) => void;
}

/** All through which reconcile reaches the outside. */
export interface Ports {
  readonly reader: ClusterReader;
  readonly references: ReferenceReader;
  readonly dependencies: DependencyWatch;
  readonly templateRecords: TemplateRecordReader;
  readonly writer: ClusterWriter;
  readonly ownsExactly: OwnsExactly;
  /** How the API server merges pod templates; read once from its OpenAPI document. */
  readonly podMergeSchema: MergeSchema;
  /** The `gitVersion` of the API server; undefined where it does not tell. */
  readonly serverVersion: string | undefined;
  /** The image that the operator runs, for its Jobs; undefined where it does not know. */
  readonly operatorImage: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long the instance waits for its next try if something fails now, unless the API server asks for more. */
  readonly retryDelayMs: number;
}
