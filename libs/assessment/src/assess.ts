import type { DependencyVerdict, Workload } from '@ixn/connections';
import type {
  ConditionReason,
  ConnectionEntry,
  DatabaseStatus,
  InteractionServerStatus,
  PendingStatus,
  Violation,
  WorkloadStatus,
} from '@ixn/interaction-server';
import type { Findings } from './conditions/verdict.ts';
import { type CheckResults, findConnections, refreshConnections } from './find-connections.ts';
import { type Clock, findWorkload } from './find-workload.ts';
import type { DatabaseFinding, ProtectionPolicy, WorkloadInput, WriteFailure } from './findings.ts';
import { judgeConditions, toCondition } from './judge-conditions.ts';

export interface AssessInput extends Clock {
  /** Generation of the spec that was worked on. */
  readonly generation: number;
  /** The status as last reported. */
  readonly before: InteractionServerStatus | undefined;
  readonly workloads: readonly WorkloadInput[];
  readonly failures: readonly WriteFailure[];
  /** What waits; undefined while nothing does. */
  readonly pending: PendingStatus | undefined;
  /** Undefined where the spec asks for no protection against deletion. */
  readonly protection: ProtectionPolicy | undefined;
  /** Each database that is to be provisioned, with what is true of it. */
  readonly databases: readonly { readonly status: DatabaseStatus; readonly finding: DatabaseFinding }[];
  /** What is known of the connections without asking anybody. */
  readonly connections: readonly ConnectionEntry[];
  /** What checks have found of them. */
  readonly checks: CheckResults;
  /** The connections that something waits for, by their numbers. */
  readonly closedGates: readonly number[];
}

/** The status that says what is true of an instance. Deterministic: the same input gives the same bytes. */
export function assess(input: AssessInput): InteractionServerStatus {
  const { generation, nowMs, before, failures, pending, protection } = input;
  const found = input.workloads.map((workload) => {
    const status = before?.workloads?.find((candidate) => candidate.name === workload.workload);
    return findWorkload(workload, status, input);
  });
  const judged = found.map(({ finding }) => finding);
  const connections = findConnections(input.connections, input.checks, before?.connections);
  const findings: Findings = {
    workloads: judged,
    databases: input.databases.map(({ finding }) => finding),
    failures,
    pending: pending?.changes ?? [],
    closedGates: input.closedGates,
    connections,
    suspended: false,
    protection,
  };
  const workloads = found.map(({ status }) => status);
  return {
    observedGeneration: generation,
    summary: { ...summarise(workloads), connections: summariseConnections(connections) },
    conditions: judgeConditions(findings, { generation, nowMs, before: before?.conditions ?? [] }),
    connections,
    workloads,
    ...(input.databases.length > 0 && { databases: input.databases.map(({ status }) => status) }),
    ...(pending && { pending }),
  };
}

export interface AssessBlockedInput {
  readonly generation: number;
  readonly nowMs: number;
  readonly before: InteractionServerStatus | undefined;
  readonly blocked: Blocked;
  /** The workloads that were made before, as they stand now. */
  readonly workloads: readonly WorkloadInput[];
  /** Undefined where the spec asks for no protection against deletion. */
  readonly protection?: ProtectionPolicy | undefined;
  /** What is known of rows that are checked still, by number; empty or absent where none is. */
  readonly checks?: ReadonlyMap<number, DependencyVerdict>;
}

/** Why nothing was done for a resource: somebody has to act, or it goes on by itself later. */
export interface Blocked {
  readonly kind: 'stalled' | 'waiting';
  readonly reason: ConditionReason;
  readonly message: string;
}

/** The status of a resource for which nothing was done: why, and how the workloads that were made before stand now. */
export function assessBlocked(input: AssessBlockedInput): InteractionServerStatus {
  const { generation, nowMs, before, blocked, protection, checks = new Map() } = input;
  const { kind, reason, message } = blocked;
  const occasion = { generation, nowMs, before: before?.conditions ?? [] };
  // No deadline runs out for what nobody works on.
  const clock = { nowMs, progressDeadlineMs: Number.POSITIVE_INFINITY };
  const found = input.workloads.map((workload) => {
    const status = before?.workloads?.find((candidate) => candidate.name === workload.workload);
    return findWorkload(workload, status, clock);
  });
  const workloads = found.map(({ status }) => status);
  const connections = refreshConnections(before?.connections ?? [], checks);
  const findings: Findings = {
    workloads: found.map(({ finding }) => finding),
    databases: [],
    failures: [],
    pending: [],
    closedGates: [],
    connections,
    suspended: checks.size === 0,
    protection,
  };
  const judged = judgeConditions(findings, occasion);
  const [ready, cause] = kind === 'stalled' ? (['False', 'Stalled'] as const) : (['Unknown', 'Reconciling'] as const);
  const { pending: _pending, nextTry: _nextTry, databases, ...last } = before ?? {};
  return {
    ...last,
    // Nobody tries again before what blocks the instance has passed.
    ...(databases && { databases: databases.map(({ retryAt: _retryAt, ...database }) => database) }),
    observedGeneration: generation,
    conditions: [
      toCondition('Ready', { status: ready, reason, message }, occasion),
      toCondition(cause, { status: 'True', reason, message }, occasion),
      ...judged.filter(({ type }) => (found.length > 0 ? !overruled.has(type) : ofNoWorkload.has(type))),
    ],
    ...(connections.length > 0 && { connections }),
    ...(found.length > 0 && {
      summary: { connections: '-', ...before?.summary, ...summarise(workloads) },
      workloads,
    }),
  };
}

/** What the block decides, whatever the workloads would say. */
const overruled: ReadonlySet<string> = new Set(['Ready', 'Reconciling', 'Stalled']);

/** What stands though nothing was made. */
const ofNoWorkload: ReadonlySet<string> = new Set(['DependenciesReachable', 'DeletionProtected']);

/** What is wrong with a spec that breaks rules: every violation, with its field. */
export function blockedByViolations(violations: readonly Violation[]): Blocked {
  const message = violations.map((violation) => `${violation.path}: ${violation.message}`).join('; ');
  return { kind: 'stalled', reason: 'InvalidSpec', message };
}

/** How many rows are configured or served, of all. */
function summariseConnections(connections: readonly ConnectionEntry[]): string {
  const known = connections.filter((connection) => connection.state !== 'NotConfigured');
  return `${known.length}/${connections.length}`;
}

function summarise(workloads: readonly WorkloadStatus[]): Readonly<Record<Workload, string>> {
  const of = (name: Workload) => {
    const status = workloads.find((workload) => workload.name === name);
    return status === undefined ? '-' : `${status.ready}/${status.desired}`;
  };
  return { ixnServer: of('ixnServer'), ixnNode: of('ixnNode'), ixnVQNode: of('ixnVQNode') };
}
