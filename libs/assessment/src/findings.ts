import type { Workload } from '@ixn/connections';
import type { ConditionReason } from '@ixn/interaction-server';

/** What a StatefulSet or Deployment says of itself. */
export interface ObservedWorkload {
  readonly generation: number;
  /** The generation that its controller has seen. */
  readonly observedGeneration: number;
  /** Pods that exist. */
  readonly replicas: number;
  readonly readyReplicas: number;
  /** Pods that run the current template. */
  readonly updatedReplicas: number;
  /** Whether every pod is of one revision, as far as the kind tells. */
  readonly singleRevision: boolean;
}

/** What is wanted of a workload and what there is; `observed` is undefined while it does not exist. */
export interface WorkloadInput {
  readonly workload: Workload;
  readonly desired: number;
  readonly image: string;
  readonly observed: ObservedWorkload | undefined;
}

/** A write that the API server did not take, or one that we must not make. */
export interface WriteFailure {
  /** The object, as `Kind name`. */
  readonly object: string;
  /** `conflict`: the name belongs to somebody else; `refused`: for good; `failed`: to be tried again. */
  readonly kind: 'conflict' | 'refused' | 'failed';
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
  readonly reason: ConditionReason;
  readonly message: string;
  readonly desired: number;
  readonly ready: number;
}
