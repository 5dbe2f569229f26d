import {
  assess,
  type CheckResults,
  type ObservedPod,
  type ObservedWorkload,
  type ProtectionPolicy,
  type WorkloadInput,
  type WriteFailure,
} from '@ixn/assessment';
import { type DependencyVerdict, type Workload, workloads } from '@ixn/connections';
import type { InteractionServerStatus, PendingStatus } from '@ixn/interaction-server';
import { recordedConnections } from './recorded-spec.ts';

/** What is found out about an instance; where nothing is said it runs as its spec wants. */
export interface Situation {
  readonly generation?: number;
  readonly workloads?: Readonly<Partial<Record<Workload, Partial<WorkloadInput>>>>;
  readonly failures?: readonly WriteFailure[];
  readonly pending?: PendingStatus;
  /** What checks have found, by row; where nothing is said every row answers. */
  readonly checks?: CheckResults;
  readonly closedGates?: readonly number[];
  /** Where the spec asks for databases to be provisioned. */
  readonly databases?: Parameters<typeof assess>[0]['databases'];
  /** Where the spec asks for protection against deletion. */
  readonly protection?: ProtectionPolicy;
  readonly before?: InteractionServerStatus;
  /** After the instance was created. */
  readonly minutes?: number;
}

/** The status that the operator writes of an instance in this situation. */
export function statusIn({
  generation = 1,
  workloads: found = {},
  failures = [],
  pending,
  checks = answering(),
  closedGates = [],
  databases = [],
  protection,
  before,
  minutes = 0,
}: Situation): InteractionServerStatus {
  return assess({
    generation,
    before,
    databases,
    connections: recordedConnections(),
    checks,
    closedGates,
    failures,
    pending,
    protection,
    nowMs: createdMs + minutes * 60_000,
    progressDeadlineMs: 600_000,
    workloads: workloads.map((workload) => ({
      workload,
      desired: 1,
      image: images[workload],
      observed: running,
      pods: [],
      podCreationProblem: undefined,
      referenceProblems: [],
      ...found[workload],
    })),
  });
}

/** Every row answers, but for those of which something else is said. */
export function answering(
  others: Readonly<Record<number, DependencyVerdict>> = {},
): ReadonlyMap<number, DependencyVerdict> {
  const answer: DependencyVerdict = { reason: 'Answers', message: 'it answers' };
  return new Map(recordedConnections().map(({ number }) => [number, others[number] ?? answer]));
}

export const createdMs = Date.parse('2026-03-01T12:00:00Z');

/** A workload whose one pod runs as wanted. */
export const running: ObservedWorkload = {
  generation: 1,
  observedGeneration: 1,
  wanted: 1,
  replicas: 1,
  readyReplicas: 1,
  updatedReplicas: 1,
  singleRevision: true,
};

/** The pod of IXN, not ready, with a container that is like this. */
export function brokenPod(
  container: Partial<ObservedPod['containers'][number]>,
  overrides: Partial<ObservedPod> = {},
): ObservedPod {
  return {
    name: 'tenant-100-ixn-0',
    uid: 'uid of tenant-100-ixn-0',
    node: 'node-a',
    phase: 'Running',
    reason: undefined,
    ready: false,
    terminating: false,
    unschedulable: undefined,
    containers: [{ name: 'ixn-server', ready: false, started: true, restarts: 0, ...container }],
    ...overrides,
  };
}

const images = {
  ixnServer: 'registry.example.com/ixn/interaction_server:100.0.007.0400',
  ixnNode: 'registry.example.com/ixn/ixn_node:100.0.008.0501',
  ixnVQNode: 'registry.example.com/ixn/ixn_vq_node:100.0.008.0201',
} as const satisfies Record<Workload, string>;
