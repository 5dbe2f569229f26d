import type { CheckReason } from '@ixn/connections';
import { provisionFailures } from './provision-failures.ts';

const whileTrue = 'while it is true';

/**
 * The conditions of an InteractionServer, as kstatus and `kubectl wait` read them. Some stand always,
 * others only while they are true, or while the spec asks for what they speak of.
 */
export const conditionTypes = {
  Ready: { stands: 'always', meaning: 'The instance serves and has converged to its spec.' },
  Available: { stands: 'always', meaning: 'The instance serves, whatever else is going on.' },
  Reconciling: { stands: whileTrue, meaning: 'The operator, or Kubernetes on its behalf, is still at work.' },
  Stalled: { stands: whileTrue, meaning: 'Nothing goes on by itself: somebody has to mend what the message says.' },
  UpdatePending: {
    stands: whileTrue,
    meaning: 'A change waits for a maintenance window, the end of a pause, or a word; status.pending lists it.',
  },
  IxnServerReady: { stands: 'always', meaning: 'The IXN server runs as wanted.' },
  IxnNodeReady: { stands: 'always', meaning: 'IXN Node runs as wanted.' },
  IxnVQNodeReady: { stands: 'always', meaning: 'All VQ Node pods run as wanted.' },
  DependenciesReachable: {
    stands: 'always',
    meaning:
      'Every connection that leads out of the instance and can be checked answers. It changes no other condition; its further reasons stand in errors.md.',
  },
  DatabasesProvisioned: {
    stands: 'while the spec asks for provisioning',
    meaning: 'Databases, their roles and grants are as the spec and its Secrets say.',
  },
  DeletionProtected: {
    stands: 'while spec.deletionProtection is true',
    meaning: 'The API server refuses to delete the resource.',
  },
} as const satisfies Record<string, { readonly stands: string; readonly meaning: string }>;

export type ConditionType = keyof typeof conditionTypes;

/** The reasons that conditions give: when each is set, and what to do about it. */
export const conditionReasons = {
  Converged: { meaning: 'Every workload runs what the spec says.', remedy: 'Nothing to do.' },
  Serving: { meaning: 'Every workload has a ready pod.', remedy: 'Nothing to do.' },
  RollingOut: {
    meaning: 'Pods are being created or replaced to follow the spec.',
    remedy: 'Wait; the message says which workload is at work.',
  },
  WaitingForWindow: {
    meaning: 'A change that replaces pods waits for a window of updatePolicy.maintenanceWindows.',
    remedy: 'Wait, or apply it now: set the annotation ixn.operators.dev/apply-pending to status.pending.id.',
  },
  Paused: {
    meaning: 'A change waits, as updatePolicy.pause or the annotation ixn.operators.dev/pause says.',
    remedy: 'End the pause to let it go on.',
  },
  WaitingForDependencies: {
    meaning:
      'A change waits until connections of dependencyChecks.gateRolloutOn answer; the message has their numbers.',
    remedy:
      'Mend what DependenciesReachable names. To go on without it, take the row out of gateRolloutOn, or set the annotation ixn.operators.dev/apply-pending to status.pending.id.',
  },
  OperatorUpdated: {
    meaning: 'This version of the operator would make pods otherwise than they run; the spec has not changed.',
    remedy:
      'Nothing has to be done: it comes with the next change of the pods or in a maintenance window. To have it now, set the annotation ixn.operators.dev/apply-pending to status.pending.id.',
  },
  DependenciesAnswer: {
    meaning: 'Every connection that leads out of the instance and can be checked answers.',
    remedy: 'Nothing to do.',
  },
  ChecksSuspended: {
    meaning:
      'The operator has done nothing for the instance since it started, as Ready says; status.connections is what was known before.',
    remedy: 'Mend what Ready names.',
  },
  Stopped: { meaning: 'A workload has replicas 0 in the spec.', remedy: 'Set replicas to start it again.' },
  NoReadyPod: {
    meaning: 'A workload has no ready pod, so the instance does not serve.',
    remedy: "Look at that workload's own condition.",
  },
  PodNotReady: {
    meaning: 'A pod that ran as wanted is not ready any more, or is gone, and says nothing more exact.',
    remedy: 'Kubernetes goes on trying; look at the events of the pod.',
  },
  InvalidSpec: {
    meaning: 'The spec breaks rules; the message lists every one with its field. What ran before runs on.',
    remedy: 'Mend the fields that the message names.',
  },
  TenantConflict: {
    meaning: 'An older InteractionServer runs the same tenant. Nothing is made for this one.',
    remedy: 'Delete one of the two; this one goes on by itself when the other is gone.',
  },
  WaitingForPredecessor: {
    meaning: 'Pods or objects of a deleted InteractionServer of the same tenant or name are still ending.',
    remedy: 'Wait; IXN is never run twice for one tenant.',
  },
  ObjectConflict: {
    meaning: 'An object of a name that the instance needs belongs to somebody else; it was not touched.',
    remedy: 'Rename or delete that object, or give the InteractionServer another name.',
  },
  ApplyRefused: {
    meaning: 'The API server refuses an object of the instance for good.',
    remedy: 'Mend what the message quotes from the API server; often it is the podTemplate.',
  },
  ApplyFailed: {
    meaning: 'The API server could not take an object of the instance; the operator tries again.',
    remedy: 'Mend what the message quotes when it lasts: a quota, a right that is missing, a namespace that ends.',
  },
  ProgressDeadlineExceeded: {
    meaning: 'A rollout did not finish within updatePolicy.progressDeadlineSeconds, and no pod says why.',
    remedy: 'Look at the workload and its events; a newer spec replaces the stuck rollout at once.',
  },
  Protected: {
    meaning: 'spec.deletionProtection is true, and the policy that enforces it is installed.',
    remedy: 'To delete the resource, set spec.deletionProtection to false first.',
  },
  ProtectionPolicyMissing: {
    meaning: 'spec.deletionProtection is true, but nothing enforces it: the resource can be deleted.',
    remedy:
      'Install the ValidatingAdmissionPolicy and its binding, both named interaction-server-deletion-protection, from deploy/operator.',
  },
  ProtectionPolicyUnreadable: {
    meaning: 'The operator may not see whether the policy that enforces spec.deletionProtection is installed.',
    remedy:
      'Give it the rights of deploy/operator on validatingadmissionpolicies and their bindings, or look yourself.',
  },
  SecretMissing: {
    meaning: 'A Secret that the spec names does not exist.',
    remedy: 'Create it in the namespace of the resource; the instance goes on by itself.',
  },
  SecretKeyMissing: {
    meaning: 'A Secret that the spec names lacks a key that is read. Pods that run keep what they have.',
    remedy: 'Add the key that the message names; the instance goes on by itself.',
  },
  ConfigMapMissing: {
    meaning: 'A ConfigMap that the spec names does not exist.',
    remedy: 'Create it in the namespace of the resource; the instance goes on by itself.',
  },
  ConfigMapKeyMissing: {
    meaning: 'A ConfigMap that the spec names lacks a key that is read. Pods that run keep what they have.',
    remedy: 'Add the key that the message names; the instance goes on by itself.',
  },
  ReferenceUnreadable: {
    meaning:
      'A Secret or ConfigMap that the spec names could not be read; the operator tries again. Workloads that run stay as they are, new ones wait.',
    remedy: 'Mend what the message quotes when it lasts: mostly the operator lacks the right to get Secrets.',
  },
  ImagePullBackOff: {
    meaning: 'An image cannot be pulled.',
    remedy: 'Mend repository, tag or digest, the registry, or the pull secret.',
  },
  CrashLoopBackOff: {
    meaning: 'A container ends again and again; the message has its last exit code.',
    remedy: 'Read the log of the container (kubectl logs --previous).',
  },
  ContainerConfigError: {
    meaning: 'The kubelet cannot make the container from what the pod says.',
    remedy: 'Mend what the message names: a key that is missing, a mount, a command.',
  },
  StartupProbeFailing: {
    meaning: 'A container runs and has not passed its start-up probe.',
    remedy: 'Wait; when it lasts, read its log: it may wait for its Config Server or database.',
  },
  ReadinessProbeFailing: {
    meaning: 'A container has started and does not pass its readiness probe.',
    remedy: 'Read its log and ask its health port.',
  },
  Unschedulable: {
    meaning: 'No node takes a pod; the message is the scheduler’s.',
    remedy: 'Add nodes, or lower requests and constraints.',
  },
  QuotaExceeded: {
    meaning: 'A quota of the namespace keeps pods from being made.',
    remedy: 'Raise the quota or lower the requests.',
  },
  PodCreationFailed: {
    meaning: 'The API server does not let a pod be made; the message says why.',
    remedy: 'Mend what the message names, such as a pod security level or an admission webhook.',
  },
  PodFailed: {
    meaning: 'A pod has failed as a whole, such as by eviction.',
    remedy: 'Look at its node; Kubernetes replaces it.',
  },
  Provisioned: { meaning: 'Every database that is to be provisioned is.', remedy: 'Nothing to do.' },
  ProvisioningDatabase: {
    meaning: 'A Job provisions a database; the pods that need it start or restart when it is through.',
    remedy: 'Wait; the Job is named in status.databases.',
  },
  ProvisioningWaits: {
    meaning: 'The password of a role is to be changed; that waits for the restart of the pods that use it.',
    remedy: 'See status.pending for what the restart waits for.',
  },
  DatabaseSecretsDisagree: {
    meaning: 'Two databases share a role on one server, and their Secrets have different passwords for it.',
    remedy: 'Name one Secret for both, or give them one password.',
  },
  OperatorImageUnknown: {
    meaning: 'The operator does not know its own image, which the Jobs that provision databases run.',
    remedy: 'Start it with --image, or let it look at its own pod as deploy/operator does; or drop db.provision.',
  },
  ...provisionFailures,
  NodeNotReady: {
    meaning: 'The node of a pod does not answer.',
    remedy: 'Mend the node, or delete it, so that Kubernetes may replace the pod elsewhere.',
  },
} as const satisfies Record<string, { readonly meaning: string; readonly remedy: string }>;

export type ConditionReason = keyof typeof conditionReasons;

export interface Condition {
  readonly type: ConditionType;
  readonly status: 'True' | 'False' | 'Unknown';
  /** Of DependenciesReachable it may be that of the worst check. */
  readonly reason: ConditionReason | CheckReason;
  readonly message: string;
  readonly observedGeneration: number;
  /** RFC 3339, whole seconds; moves only when the status does. */
  readonly lastTransitionTime: string;
}
