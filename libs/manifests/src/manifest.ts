import type { Workload } from '@ixn/connections';
import type {
  V1DeploymentSpec,
  V1JobSpec,
  V1PersistentVolumeClaimSpec,
  V1PodDisruptionBudgetSpec,
  V1ServiceSpec,
  V1StatefulSetSpec,
  V2HorizontalPodAutoscalerSpec,
} from '@kubernetes/client-node';
import type { NetworkPolicySpec } from './objects/network-policy.ts';
import type { PodTemplate } from './pod/pod-template.ts';

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller: true;
  readonly blockOwnerDeletion: true;
}

/** What stands in the metadata of every object that we apply. */
export interface ChildMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Absent on what outlives the instance. */
  readonly ownerReferences?: readonly OwnerReference[];
}

interface Child<Version extends string, Kind extends string> {
  readonly apiVersion: Version;
  readonly kind: Kind;
  readonly metadata: ChildMetadata;
}

/** An object of a kind that an instance is made of. */
export type ChildObject =
  | (Child<'v1', 'ServiceAccount'> & { readonly automountServiceAccountToken: boolean })
  | (Child<'v1', 'ConfigMap'> & { readonly data: Readonly<Record<string, string>> })
  | (Child<'v1', 'PersistentVolumeClaim'> & { readonly spec: V1PersistentVolumeClaimSpec })
  | (Child<'v1', 'Service'> & { readonly spec: V1ServiceSpec })
  | (Child<'networking.k8s.io/v1', 'NetworkPolicy'> & { readonly spec: NetworkPolicySpec })
  | (Child<'monitoring.coreos.com/v1', 'PodMonitor'> & { readonly spec: PodMonitorSpec })
  | (Child<'policy/v1', 'PodDisruptionBudget'> & { readonly spec: V1PodDisruptionBudgetSpec })
  | (Child<'apps/v1', 'ControllerRevision'> & {
      readonly revision: number;
      readonly data: Readonly<Record<string, string>>;
    })
  | (Child<'apps/v1', 'StatefulSet'> & { readonly spec: WithPods<V1StatefulSetSpec> })
  | (Child<'apps/v1', 'Deployment'> & { readonly spec: WithPods<V1DeploymentSpec> })
  | (Child<'batch/v1', 'Job'> & { readonly spec: V1JobSpec })
  | (Child<'autoscaling/v2', 'HorizontalPodAutoscaler'> & { readonly spec: V2HorizontalPodAutoscalerSpec });

/** What we say of a PodMonitor. */
interface PodMonitorSpec {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podMetricsEndpoints: readonly { readonly port: string; readonly path: string; readonly interval: string }[];
}

/** The spec of a workload; its pods may be of any shape once a user's podTemplate went into them. */
type WithPods<Spec extends { readonly template: unknown }> = Omit<Spec, 'template'> & {
  readonly template: PodTemplate;
};

/** The kinds that an instance is made of. */
export type ChildKind = ChildObject['kind'];

/** The object of one kind. */
export type ChildOf<Kind extends ChildKind> = Extract<ChildObject, { readonly kind: Kind }>;

/** An object to apply, and what tells whether it was applied already. */
export interface Manifest {
  /** The workload that the object belongs to. */
  readonly workload: Workload;
  /** Fingerprint of the object; it stands in the object's own annotations too. */
  readonly fingerprint: string;
  /** Whether a podTemplate of the user's went into it: then the API server is asked before anything is written. */
  readonly customised: boolean;
  readonly object: ChildObject;
}
