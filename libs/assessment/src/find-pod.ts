import type { ConditionReason } from '@ixn/interaction-server';

/** What a pod says of one of its containers. */
export interface ObservedContainer {
  readonly name: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  /** Why it does not run, in the kubelet's words. */
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** How its last run ended, when it has ended. */
  readonly lastEnd?: { readonly exitCode: number; readonly reason: string };
}

/** What a pod says of itself. */
export interface ObservedPod {
  readonly name: string;
  readonly uid: string;
  /** Of a pod of a StatefulSet: the revision that it was made of. */
  readonly revision?: string;
  readonly node: string | undefined;
  /** Its own address, and that of its node; absent while it has none. */
  readonly ip?: string;
  readonly hostIp?: string;
  readonly phase: string;
  /** Why the pod as a whole failed, such as Evicted. */
  readonly reason: string | undefined;
  readonly ready: boolean;
  readonly terminating: boolean;
  /** Why no node takes it, in the scheduler's words. */
  readonly unschedulable: string | undefined;
  /** Init containers and sidecars first, as the pod lists them. */
  readonly containers: readonly ObservedContainer[];
}

/** What keeps a pod from being ready. */
export interface PodTrouble {
  readonly reason: ConditionReason;
  readonly message: string;
}

/**
 * What keeps a pod from being ready, or from ending so that another can take its place, in its own words; undefined for one
 * that is ready, or still starts or ends as it should.
 */
export function findPod(pod: ObservedPod): PodTrouble | undefined {
  if (pod.ready) return undefined;
  const trouble = pod.terminating
    ? nodeTrouble(pod)
    : (podTrouble(pod) ?? pod.containers.map(containerTrouble).find((found) => found !== undefined));
  return trouble && { reason: trouble.reason, message: `pod ${pod.name}: ${trouble.message}` };
}

function podTrouble(pod: ObservedPod): PodTrouble | undefined {
  if (pod.unschedulable !== undefined) return { reason: 'Unschedulable', message: pod.unschedulable };
  if (pod.phase === 'Failed') return { reason: 'PodFailed', message: pod.reason ?? 'the pod has failed' };
  return nodeTrouble(pod);
}

function nodeTrouble({ containers, node = '', terminating }: ObservedPod): PodTrouble | undefined {
  // The kubelet of a live node would say that a container is not ready; the node controller can only unset the pod.
  const allReady = containers.length > 0 && containers.every((container) => container.ready);
  if (!allReady) return undefined;
  const message = `its node ${node} does not answer${terminating ? ', so that it cannot end' : ''}`;
  return { reason: 'NodeNotReady', message };
}

function containerTrouble(container: ObservedContainer): PodTrouble | undefined {
  const { name, ready, started, restarts, waiting, lastEnd } = container;
  if (ready) return undefined;
  const end = lastEnd && `exit code ${lastEnd.exitCode} (${lastEnd.reason}), ${restarts} restarts`;
  if (waiting !== undefined) {
    const reason = waitingReasons[waiting.reason];
    if (reason === undefined) return undefined;
    const words = reason === 'CrashLoopBackOff' ? (end ?? waiting.message) : waiting.message;
    return { reason, message: `container ${name}: ${waiting.reason}${words === '' ? '' : `: ${words}`}` };
  }
  if (end !== undefined && lastEnd?.exitCode !== 0)
    return { reason: 'CrashLoopBackOff', message: `container ${name}: ${end}` };
  if (!started)
    return { reason: 'StartupProbeFailing', message: `container ${name} has not passed its start-up probe` };
  return { reason: 'ReadinessProbeFailing', message: `container ${name} does not pass its readiness probe` };
}

/** The kubelet's reasons for a container that waits; the others (ContainerCreating, PodInitializing) pass by themselves. */
const waitingReasons: Readonly<Record<string, ConditionReason>> = {
  ErrImagePull: 'ImagePullBackOff',
  ImagePullBackOff: 'ImagePullBackOff',
  ErrImageNeverPull: 'ImagePullBackOff',
  InvalidImageName: 'ImagePullBackOff',
  ImageInspectError: 'ImagePullBackOff',
  RegistryUnavailable: 'ImagePullBackOff',
  CrashLoopBackOff: 'CrashLoopBackOff',
  CreateContainerConfigError: 'ContainerConfigError',
  CreateContainerError: 'ContainerConfigError',
  RunContainerError: 'ContainerConfigError',
};
