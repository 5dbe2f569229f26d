import { type Workload, workloads } from '@ixn/connections';
import type { Condition, ConnectionEntry, InteractionServerStatus, PendingChange } from '@ixn/interaction-server';
import { assess, type AssessInput } from './assess.ts';
import type { CheckResults } from './find-connections.ts';
import type { ObservedPod } from './find-pod.ts';
import type { ObservedWorkload, ProtectionPolicy, ReferenceProblem, WriteFailure } from './findings.ts';

export const startMs = Date.parse('2026-03-01T12:00:00.250Z');
export const minuteMs = 60_000;
export const progressDeadlineMs = 10 * minuteMs;

export const secretMissing: ReferenceProblem = {
  reason: 'SecretMissing',
  use: 'read',
  subject: 'Secret db',
  words: 'does not exist',
};
export const keyMissing: ReferenceProblem = {
  ...secretMissing,
  reason: 'SecretKeyMissing',
  subject: 'key password of Secret db',
};
export const unreadable: ReferenceProblem = {
  reason: 'ReferenceUnreadable',
  use: 'read',
  subject: 'ConfigMap ca',
  words: 'cannot be read: forbidden',
};

/** A workload that has rolled out one pod. */
export const converged: ObservedWorkload = {
  generation: 1,
  observedGeneration: 1,
  wanted: 1,
  replicas: 1,
  readyReplicas: 1,
  updatedReplicas: 1,
  singleRevision: true,
};

export const notSeen = { ...converged, generation: 2 };
export const replacing = { ...converged, generation: 2, observedGeneration: 2, readyReplicas: 0, updatedReplicas: 0 };
export const surging = { ...converged, generation: 2, observedGeneration: 2, replicas: 2 };
export const oldRevision = { ...converged, generation: 2, observedGeneration: 2, singleRevision: false };
export const podLost = { ...converged, readyReplicas: 0 };
export const stopped = { ...converged, replicas: 0, readyReplicas: 0, updatedReplicas: 0 };

export interface Scene {
  /** What there is of each workload; converged where nothing is said. */
  readonly observed?: Readonly<Partial<Record<Workload, ObservedWorkload | undefined>>>;
  readonly desired?: Readonly<Partial<Record<Workload, number>>>;
  readonly pods?: Readonly<Partial<Record<Workload, readonly ObservedPod[]>>>;
  readonly podCreationProblems?: Readonly<Partial<Record<Workload, string>>>;
  readonly referenceProblems?: Readonly<Partial<Record<Workload, readonly ReferenceProblem[]>>>;
  readonly failures?: readonly WriteFailure[];
  readonly connections?: readonly ConnectionEntry[];
  readonly checks?: CheckResults;
  readonly closedGates?: readonly number[];
  readonly databases?: AssessInput['databases'];
  readonly pending?: readonly PendingChange[];
  readonly protection?: ProtectionPolicy;
  readonly before?: InteractionServerStatus;
  readonly nowMs?: number;
  readonly generation?: number;
}

export function input({
  observed = {},
  desired = {},
  pods = {},
  podCreationProblems = {},
  referenceProblems = {},
  failures = [],
  connections = [],
  checks = new Map(),
  closedGates = [],
  databases = [],
  pending,
  protection,
  before,
  nowMs = startMs,
  generation = 1,
}: Scene): AssessInput {
  return {
    generation,
    before,
    failures,
    connections,
    checks,
    closedGates,
    databases,
    pending: pending && { id: 'some', changes: pending },
    protection,
    nowMs,
    progressDeadlineMs,
    workloads: workloads.map((workload) => ({
      workload,
      desired: desired[workload] ?? 1,
      image: `ixn/${workload}:1`,
      observed: workload in observed ? observed[workload] : converged,
      pods: pods[workload] ?? [],
      podCreationProblem: podCreationProblems[workload],
      referenceProblems: referenceProblems[workload] ?? [],
    })),
  };
}

export function conditionsOf(status: InteractionServerStatus): readonly Condition[] {
  return status.conditions ?? [];
}

/** The conditions as `Type=Status Reason`, the workloads' own left out. */
export function inShort(status: InteractionServerStatus): readonly string[] {
  return conditionsOf(status)
    .filter(({ type }) => !type.startsWith('Ixn'))
    .map(({ type, status: holds, reason }) => `${type}=${holds} ${reason}`);
}

export function workloadsInShort(status: InteractionServerStatus): readonly string[] {
  return conditionsOf(status)
    .filter(({ type }) => type.startsWith('Ixn'))
    .map(({ status: holds, reason }) => `${holds} ${reason}`);
}

export function messageOf(status: InteractionServerStatus, type: string): string | undefined {
  return conditionsOf(status).find((condition) => condition.type === type)?.message;
}

/** The status of an instance that had converged a while ago. */
export const settledBefore = assess(input({}));

export const conflict: WriteFailure = { object: 'Service a', kind: 'conflict', message: 'Service a: is taken' };
export const refused: WriteFailure = { object: 'Service a', kind: 'refused', message: 'Service a: is invalid' };
export const predecessor: WriteFailure = { object: 'Service a', kind: 'predecessor', message: 'Service a: is ending' };
export const failed: WriteFailure = { object: 'Service a', kind: 'failed', message: 'Service a: 503' };

/** A pod whose container does not start. */
export const failingPod: ObservedPod = {
  name: 'tenant-100-ixn-0',
  uid: 'uid of tenant-100-ixn-0',
  node: 'node-a',
  phase: 'Pending',
  reason: undefined,
  ready: false,
  terminating: false,
  unschedulable: undefined,
  containers: [
    {
      name: 'ixn-server',
      ready: false,
      started: false,
      restarts: 0,
      waiting: { reason: 'ImagePullBackOff', message: 'no such tag' },
    },
  ],
};

export const nothing = { ixnServer: undefined, ixnNode: undefined, ixnVQNode: undefined };

/** A status in which every workload of generation 2 has been rolling out since then. */
export function rollingSince(epochMs: number): InteractionServerStatus {
  return assess(
    input({ observed: { ixnServer: replacing, ixnNode: replacing, ixnVQNode: replacing }, nowMs: epochMs }),
  );
}
