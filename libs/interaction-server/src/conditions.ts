/**
 * The conditions of an InteractionServer, as kstatus and `kubectl wait` read them. A condition that is marked transient
 * stands only while it is true; the others always stand.
 */
export const conditionTypes = {
  Ready: { transient: false, meaning: 'The instance serves and has converged to its spec.' },
  Available: { transient: false, meaning: 'The instance serves, whatever else is going on.' },
  Reconciling: { transient: true, meaning: 'The operator, or Kubernetes on its behalf, is still at work.' },
  Stalled: { transient: true, meaning: 'Nothing goes on by itself: somebody has to mend what the message says.' },
  IxnServerReady: { transient: false, meaning: 'The IXN server runs as wanted.' },
  IxnNodeReady: { transient: false, meaning: 'IXN Node runs as wanted.' },
  IxnVQNodeReady: { transient: false, meaning: 'All VQ Node pods run as wanted.' },
} as const satisfies Record<string, { readonly transient: boolean; readonly meaning: string }>;

export type ConditionType = keyof typeof conditionTypes;

/** The reasons that conditions give: when each is set, and what to do about it. */
export const conditionReasons = {
  Converged: { meaning: 'Every workload runs what the spec says.', remedy: 'Nothing to do.' },
  RollingOut: {
    meaning: 'Pods are being created or replaced to follow the spec.',
    remedy: 'Wait; the message says which workload is at work.',
  },
  PodNotReady: {
    meaning: 'A pod that ran as wanted is not ready any more.',
    remedy: 'Kubernetes goes on trying; look at the pod that the message names.',
  },
  Stopped: { meaning: 'The workload has replicas 0 in the spec.', remedy: 'Set replicas to start it again.' },
  NoReadyPod: { meaning: 'A workload has no ready pod, so the instance does not serve.', remedy: 'See the workload.' },
  Serving: { meaning: 'Every workload has a ready pod.', remedy: 'Nothing to do.' },
  InvalidSpec: {
    meaning: 'The spec breaks rules; the message lists every one with its field.',
    remedy: 'Mend the fields that the message names.',
  },
  ObjectConflict: {
    meaning: 'An object of a name that the instance needs belongs to somebody else; it was not touched.',
    remedy: 'Rename or delete that object, or give the InteractionServer another name.',
  },
  ApplyRefused: {
    meaning: 'The API server refuses an object of the instance for good.',
    remedy: 'Mend what the message quotes from the API server.',
  },
  ApplyFailed: {
    meaning: 'The API server could not take an object of the instance now; the operator tries again.',
    remedy: 'Wait; look at the API server if it lasts.',
  },
  ProgressDeadlineExceeded: {
    meaning: 'A rollout did not finish in time.',
    remedy: 'Mend what the message says; a newer spec replaces the stuck rollout at once.',
  },
} as const satisfies Record<string, { readonly meaning: string; readonly remedy: string }>;

export type ConditionReason = keyof typeof conditionReasons;

export interface Condition {
  readonly type: ConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: ConditionReason;
  readonly message: string;
  readonly observedGeneration: number;
  /** RFC 3339, whole seconds; moves only when the status does. */
  readonly lastTransitionTime: string;
}
