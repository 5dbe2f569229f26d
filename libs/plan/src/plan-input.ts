import type { ObservedWorkload, ReferenceProblem, TenantClaim } from '@ixn/assessment';
import type { Workload } from '@ixn/connections';
import type { InteractionServerStatus } from '@ixn/interaction-server';
import type { ClusterFeatures, MergeSchema, ReferenceDigests, TemplateRecord } from '@ixn/manifests';
import type { ObservedChild, OwnsExactly, ProvisioningInput } from '@ixn/rollout';

/** A resource as the API server would store it; its spec is not looked at before `parse` has. */
export interface PlannedResource {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    /** Of a resource that is not there yet, any that nobody has. */
    readonly uid: string;
    readonly generation: number;
    readonly annotations?: Readonly<Record<string, string>>;
    /** RFC 3339. */
    readonly creationTimestamp: string;
  };
  readonly spec?: unknown;
  /** As reported last. */
  readonly status?: InteractionServerStatus;
}

/** A changed resource, and all that is known of the live cluster. */
export interface PlanInput {
  readonly resource: PlannedResource;
  /** The same before the change; undefined where there is none. */
  readonly live: PlannedResource | undefined;
  /** Objects of the kinds we make, in the namespace of the resource. */
  readonly children: readonly ObservedChild[];
  /** Its own workloads; absent where there is none. */
  readonly workloads: Readonly<Partial<Record<Workload, ObservedWorkload>>>;
  /** Records of the templates that workloads run, by name. */
  readonly records: ReadonlyMap<string, TemplateRecord>;
  /** What else runs, or claims to run, the tenant; IXN of other instances as namespace/name. */
  readonly tenant: { readonly rivals: readonly TenantClaim[]; readonly foreignIxn: readonly string[] };
  /**
   * What was found of the Secrets and ConfigMaps that the changed resource names. What cannot be read keeps nothing back here:
   * whoever plans may be allowed less than the operator.
   */
  readonly references: {
    readonly digests: ReferenceDigests;
    readonly problems: Readonly<Record<Workload, readonly ReferenceProblem[]>>;
  };
  /** What is known of the databases that are to be provisioned. */
  readonly provisioning: Pick<ProvisioningInput, 'image' | 'secrets' | 'jobs'>;
  readonly features: ClusterFeatures;
  readonly podMergeSchema: MergeSchema;
  readonly ownsExactly: OwnsExactly;
  readonly nowMs: number;
}
