import type { Workload } from '@ixn/connections';
import type { ConditionReason, DatabaseStatus } from '@ixn/interaction-server';
import type { ObservedPod } from './find-pod.ts';

/** What a StatefulSet or Deployment says of itself. */
export interface ObservedWorkload {
  readonly generation: number;
  /** The generation that its controller has seen. */
  readonly observedGeneration: number;
  /** Pods that its own spec wants. */
  readonly wanted: number;
  /** Pods that exist. */
  readonly replicas: number;
  readonly readyReplicas: number;
  /** Pods that run the current template. */
  readonly updatedReplicas: number;
  /** Whether every pod is of one revision, as far as the kind tells. */
  readonly singleRevision: boolean;
  /** Of a StatefulSet: the revision that all of its pods are to have. */
  readonly updateRevision?: string;
}

/** What is wanted of a workload and what there is. */
export interface WorkloadInput {
  readonly workload: Workload;
  readonly desired: number;
  readonly image: string;
  /** Undefined while it does not exist. */
  readonly observed: ObservedWorkload | undefined;
  /** Its pods, by name. */
  readonly pods: readonly ObservedPod[];
  /** Why Kubernetes cannot make a pod of it, in the API server's words. */
  readonly podCreationProblem: string | undefined;
  /** What is wrong with the Secrets and ConfigMaps that it needs. */
  readonly referenceProblems: readonly ReferenceProblem[];
  /**
   * What keeps its change back: a workload whose restart has to be through before its own, its database, a pause of
   * everything, or connections that are to answer before it is made at all.
   */
  readonly waitsFor?: Workload | 'Database' | 'Resume' | 'Dependencies';
  /** Whether a template that the user wants is held back, so that no pod runs what the spec says. */
  readonly templateHeld?: boolean;
}

/** How it stands with the policy by which the API server enforces `spec.deletionProtection`. */
export type ProtectionPolicy = 'Enforced' | 'Missing' | 'Unreadable';

/** What is true of a database that is to be provisioned. */
export interface DatabaseFinding {
  readonly state: DatabaseStatus['state'];
  readonly reason: ConditionReason;
  readonly message: string;
  /** Whether somebody has to act before anything goes on. */
  readonly stalled: boolean;
}

/** A Secret or ConfigMap that keeps pods from starting, now or the next time. */
export interface ReferenceProblem {
  readonly reason:
    | 'SecretMissing'
    | 'SecretKeyMissing'
    | 'ConfigMapMissing'
    | 'ConfigMapKeyMissing'
    | 'ReferenceUnreadable';
  /** read: containers read it · pull: the kubelet pulls images with it. */
  readonly use: 'read' | 'pull';
  /** The object, or the key of it, such as `key password of Secret db`. */
  readonly subject: string;
  /** What is wrong with the subject, such as `does not exist`. */
  readonly words: string;
}

/** A write that the API server did not take, or one that we must not make. */
export interface WriteFailure {
  /** The object, as `Kind name`. */
  readonly object: string;
  /**
   * conflict: the name belongs to somebody else · predecessor: it belongs to a deleted instance and ends soon · refused: for
   * good · failed: to be tried again.
   */
  readonly kind: 'conflict' | 'predecessor' | 'refused' | 'failed';
  readonly message: string;
}

/**
 * What is true of one workload:
 * converged: runs as wanted · stopped: has no pod, as wanted · rolling: on its way · lost: ran as wanted, a pod is not ready
 * any more · overdue: on its way for longer than it may be.
 */
export interface WorkloadFinding {
  readonly workload: Workload;
  readonly state: 'converged' | 'stopped' | 'rolling' | 'lost' | 'overdue';
  /** The pod's own reason where one is the cause. */
  readonly reason: ConditionReason;
  readonly message: string;
  readonly desired: number;
  readonly ready: number;
  readonly referenceProblems: readonly ReferenceProblem[];
}
