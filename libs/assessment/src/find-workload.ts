import { workloads } from '@ixn/connections';
import type { ConditionReason, WorkloadStatus } from '@ixn/interaction-server';
import { findPod, type PodTrouble } from './find-pod.ts';
import type { ObservedWorkload, WorkloadFinding, WorkloadInput } from './findings.ts';

export interface Clock {
  /** Now, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** How long a rollout may take. */
  readonly progressDeadlineMs: number;
}

/** What is true of a workload, and how it stands; `before` is how it stood at the last report. */
export function findWorkload(
  input: WorkloadInput,
  before: WorkloadStatus | undefined,
  clock: Clock,
): { readonly finding: WorkloadFinding; readonly status: WorkloadStatus } {
  const { workload, image, observed } = input;
  const desired = toldPods(input);
  const generation = observed?.generation ?? 0;
  const sameRollout = before !== undefined && before.generation === generation;
  const rolledOut = isRolledOut(input);
  const settled = rolledOut || (sameRollout && before.settled);
  const startedAt = sameRollout ? before.startedAt : toTimestamp(clock.nowMs);
  const overdue =
    !settled && heldBefore(input) === undefined && clock.nowMs - Date.parse(startedAt) > clock.progressDeadlineMs;
  const state = stateOf({ rolledOut, settled, overdue, desired, waits: waitsItsTurn(input) });
  const trouble = state === 'converged' || state === 'stopped' ? undefined : findTrouble(input);
  const message = [messageOf(input, state), trouble?.message].filter((part) => part !== undefined).join('; ');
  return {
    finding: {
      workload,
      state,
      desired,
      ready: observed?.readyReplicas ?? 0,
      reason: heldBefore(input) ?? reasonOf(state, trouble),
      message,
      referenceProblems: input.referenceProblems,
    },
    status: {
      name: workload,
      desired,
      ready: observed?.readyReplicas ?? 0,
      updated: input.templateHeld ? 0 : (observed?.updatedReplicas ?? 0),
      image,
      generation,
      settled,
      startedAt,
    },
  };
}

/** What of a workload tells how far its rollout has come. */
type Standing = Pick<WorkloadInput, 'desired' | 'observed' | 'waitsFor'>;

/** How far a workload has come that may be restarted; `before` is how it stood at the last report. */
export function progressOf(input: Standing, before: WorkloadStatus | undefined) {
  const { desired, observed } = input;
  const settled = before !== undefined && before.generation === observed?.generation && before.settled;
  const unfinished = observed === undefined ? desired > 0 : !settled && !isRolledOut(input);
  return {
    desired,
    ready: observed?.readyReplicas ?? 0,
    /** Whether its last rollout has not finished yet, or it is still to be made. */
    unfinished,
    /** Whether that rollout replaces pods: another number of them leaves those that serve alone. */
    replacing: unfinished && observed !== undefined && replacesPods(observed),
    /** Whether it is there, or was when it was last looked at. */
    made: observed !== undefined || (before?.generation ?? 0) > 0,
  };
}

/** Before its controller has looked, nobody knows. */
function replacesPods({ generation, observedGeneration, replicas, updatedReplicas }: ObservedWorkload): boolean {
  return observedGeneration >= generation && updatedReplicas < replicas;
}

/** RFC 3339 with whole seconds, as Kubernetes writes times. */
export function toTimestamp(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

const reasons = {
  converged: 'Converged',
  stopped: 'Stopped',
  rolling: 'RollingOut',
  lost: 'PodNotReady',
  overdue: 'ProgressDeadlineExceeded',
} as const satisfies Record<WorkloadFinding['state'], ConditionReason>;

/** A probe that has not passed yet is part of a rollout, not a trouble of it: the deadline or the loss of a pod makes it one. */
function reasonOf(state: WorkloadFinding['state'], trouble: PodTrouble | undefined): ConditionReason {
  if (trouble === undefined) return reasons[state];
  const passes = trouble.reason === 'StartupProbeFailing' || trouble.reason === 'ReadinessProbeFailing';
  return state === 'rolling' && passes ? reasons.rolling : trouble.reason;
}

/** What keeps the workload back, the gravest first: no pod can be made, or what a pod says of itself. */
function findTrouble({ workload, pods, podCreationProblem }: WorkloadInput): PodTrouble | undefined {
  if (podCreationProblem !== undefined) {
    const reason = podCreationProblem.includes('exceeded quota') ? 'QuotaExceeded' : 'PodCreationFailed';
    return { reason, message: `${workload}: ${podCreationProblem}` };
  }
  return pods.map(findPod).find((trouble) => trouble !== undefined);
}

/** What keeps it from being created; undefined where nothing does. */
function heldBefore({ waitsFor, observed }: WorkloadInput): ConditionReason | undefined {
  if (observed !== undefined) return undefined;
  if (waitsFor === 'Resume') return 'Paused';
  if (waitsFor === 'Database') return 'ProvisioningDatabase';
  return waitsFor === 'Dependencies' ? 'WaitingForDependencies' : undefined;
}

function waitsForWorkload({ waitsFor }: WorkloadInput): boolean {
  return workloads.some((workload) => workload === waitsFor);
}

/** Whether its pods are to be replaced as soon as something else is through. */
function waitsItsTurn(input: WorkloadInput): boolean {
  return waitsForWorkload(input) || input.waitsFor === 'Database';
}

/** While a pause keeps its change back, a workload is to have as many pods as it was told last. */
function toldPods({ desired, observed, waitsFor }: Standing): number {
  return waitsFor === 'Resume' && observed !== undefined ? observed.wanted : desired;
}

function isRolledOut(input: Standing): boolean {
  const { observed } = input;
  const desired = toldPods(input);
  if (observed === undefined || observed.observedGeneration < observed.generation) return false;
  const { replicas, updatedReplicas, readyReplicas, singleRevision } = observed;
  return replicas === desired && updatedReplicas === desired && readyReplicas === desired && singleRevision;
}

function stateOf(facts: {
  readonly rolledOut: boolean;
  readonly settled: boolean;
  readonly overdue: boolean;
  readonly desired: number;
  readonly waits: boolean;
}): WorkloadFinding['state'] {
  if (facts.rolledOut && facts.waits) return 'rolling';
  if (facts.rolledOut) return facts.desired === 0 ? 'stopped' : 'converged';
  if (facts.settled) return 'lost';
  return facts.overdue ? 'overdue' : 'rolling';
}

function messageOf(input: WorkloadInput, state: WorkloadFinding['state']): string {
  const { workload, observed, waitsFor } = input;
  const desired = toldPods(input);
  if (waitsFor === 'Resume' && observed === undefined) return `${workload} is not created before the pause ends`;
  if (waitsFor === 'Database')
    return `${workload} waits for its database before its pods are ${observed === undefined ? 'made' : 'replaced'}`;
  if (waitsFor === 'Dependencies') return `${workload} is not created before the connections that it waits for answer`;
  if (waitsForWorkload(input)) return `${workload} waits for ${waitsFor} before its pods are replaced`;
  if (state === 'stopped') return `${workload} is stopped by replicas 0`;
  if (observed === undefined) return `${workload} is being created`;
  const { replicas, readyReplicas, updatedReplicas } = observed;
  const ready = `${workload}: ${readyReplicas} of ${desired} pods ready`;
  if (replicas > desired) return `${ready}, ${replicas - desired} more to end`;
  return updatedReplicas < desired ? `${ready}, ${updatedReplicas} up to date` : ready;
}
