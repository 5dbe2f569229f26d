import { type Workload, workloads } from '@ixn/connections';
import type { RestartCause } from './restart-cause.ts';
import type { RolloutPolicy } from './rollout-policy.ts';

/** What is known of a workload before anything is written. */
export interface WorkloadFacts {
  /** Pods that there are to be. */
  readonly desired: number;
  readonly ready: number;
  /** Whether its last rollout has not finished yet, or it is still to be made. */
  readonly unfinished: boolean;
  /** Whether that rollout replaces pods; one that only changes their number does not. */
  readonly replacing: boolean;
  /** Whether it exists, or has existed: what is made again was running. */
  readonly made: boolean;
}

/**
 * What a change waits for: the end of a pause, a maintenance window, the user's word, connections that are to answer, the
 * database that is being provisioned, or a workload that goes first.
 */
export type WaitsFor = 'Resume' | 'MaintenanceWindow' | 'Approval' | 'Dependencies' | 'Database' | Workload;

/** How the databases stand that are to be provisioned; a workload that is not in it has none. */
export type DatabaseGates = Readonly<Partial<Record<Workload, DatabaseGate>>>;

export interface DatabaseGate {
  /** Whether it is as the pods need it. */
  readonly ready: boolean;
  /** Whether its role may have another password than the pods that run: their restart is late already. */
  readonly restartDue: boolean;
}

/** What each restart waits for; a workload that is not in it goes now. */
export type RestartDecision = Readonly<Partial<Record<Workload, WaitsFor>>>;

/**
 * Decides which workloads may replace their pods now. `causes` has those that would. Nothing keeps back a workload that is to
 * stop or has no pod. A user's change goes at once, too, where it interrupts nothing: the workload is down, or its last
 * rollout has not finished and is replaced by this one. IXN Node and VQ Node need IXN: they wait until its restart is through.
 * What would interrupt something waits for the connections that the user has named, until he says otherwise.
 * New pods wait for their database; once that has begun to change, no window keeps them back.
 */
export function decideRestarts(
  causes: Readonly<Partial<Record<Workload, RestartCause>>>,
  facts: Readonly<Record<Workload, WorkloadFacts>>,
  policy: RolloutPolicy,
  databases: DatabaseGates,
): RestartDecision {
  const decision: Partial<Record<Workload, WaitsFor>> = {};
  for (const workload of workloads) {
    const cause = causes[workload];
    if (cause === undefined) continue;
    const waitsFor =
      permission(cause, facts[workload], policy, databases[workload]) ??
      predecessor(workload, causes, facts, decision) ??
      awaitedDatabase(facts[workload], databases[workload]);
    if (waitsFor !== undefined) decision[workload] = waitsFor;
  }
  return decision;
}

/** What must come before a restart is allowed at all; undefined when it is. */
function permission(
  cause: RestartCause,
  facts: WorkloadFacts,
  policy: RolloutPolicy,
  database: DatabaseGate | undefined,
): WaitsFor | undefined {
  if (facts.desired === 0) return undefined;
  if (policy.pause !== 'None') return 'Resume';
  if (policy.released || database?.restartDue === true) return undefined;
  const gate = policy.closedGates.length > 0 && !isFree(facts) ? 'Dependencies' : undefined;
  if (policy.window?.open === true) return gate;
  if (cause === 'OperatorUpdated') return policy.window === undefined ? 'Approval' : 'MaintenanceWindow';
  return policy.window === undefined || isFree(facts) ? gate : 'MaintenanceWindow';
}

/** The workloads whose first pods wait for connections that do not answer. Pods that ran before come back at once. */
export function heldCreations(
  facts: Readonly<Record<Workload, WorkloadFacts>>,
  { released, closedGates }: RolloutPolicy,
): readonly Workload[] {
  if (released || closedGates.length === 0) return [];
  return workloads.filter((workload) => facts[workload].desired > 0 && !facts[workload].made);
}

/** The workload whose restart has to be through before this one's; undefined when there is none. */
function predecessor(
  workload: Workload,
  causes: Readonly<Partial<Record<Workload, RestartCause>>>,
  facts: Readonly<Record<Workload, WorkloadFacts>>,
  decided: RestartDecision,
): Workload | undefined {
  if (workload === 'ixnServer' || isFree(facts[workload])) return undefined;
  const { ixnServer: waitsFor } = decided;
  const isNext = waitsFor === undefined || waitsFor === 'Database';
  const goesNow = causes.ixnServer !== undefined && isNext && facts.ixnServer.desired > 0;
  return goesNow || facts.ixnServer.unfinished ? 'ixnServer' : undefined;
}

/** Whether new pods wait for their database. */
export function awaitedDatabase({ desired }: WorkloadFacts, gate: DatabaseGate | undefined): 'Database' | undefined {
  return desired > 0 && gate?.ready === false ? 'Database' : undefined;
}

/** Whether a restart interrupts nothing that serves. */
function isFree({ desired, ready, replacing }: WorkloadFacts): boolean {
  return desired === 0 || ready === 0 || replacing;
}
