import type { DatabaseStatus } from '@ixn/interaction-server';
import type { Change } from './changes.ts';
import type { DatabaseGates } from './decide-restarts.ts';
import type { RolloutDecision } from './decide-rollout.ts';
import type { DatabaseStep, ObservedJob } from './provision-databases.ts';

/** What keeps the pods of each workload back because of its database. */
export function gatesOf(steps: readonly DatabaseStep[]): DatabaseGates {
  const gates = steps.map(({ database, stands, before }) => {
    const gate = { ready: stands.kind === 'provisioned', restartDue: before?.restartDue === true };
    return [database.workload, gate] as const;
  });
  return Object.fromEntries(gates);
}

/**
 * The same changes without the Jobs for databases of which the status still says that they are provisioned with something
 * else: it has to be taken back first. Otherwise somebody who returns to those inputs would find them provisioned, although a
 * Job, of which no trace is left, has changed the password since.
 */
export function withoutUnannounced(changes: readonly Change[], steps: readonly DatabaseStep[]): readonly Change[] {
  const unannounced = new Set(
    steps.flatMap(({ before, job }) => (before?.inputs !== undefined && job !== undefined ? [nameOf(job)] : [])),
  );
  return changes.filter((change) => change.kind !== 'create' || !unannounced.has(nameOf(change.manifest)));
}

/** The same changes without the end of Jobs of databases of which nothing is known for now. */
export function withoutBlindDeletions(
  changes: readonly Change[],
  steps: readonly DatabaseStep[],
  jobs: readonly ObservedJob[],
): readonly Change[] {
  const unknown = new Set(
    steps.flatMap(({ database, stands }) => (stands.kind === 'unknown' ? database.workload : [])),
  );
  const kept = new Set(jobs.flatMap(({ name, workload }) => (unknown.has(workload) ? name : [])));
  return changes.filter(({ kind, ...change }) => {
    return !(kind === 'delete' && 'child' in change && change.child.kind === 'Job' && kept.has(change.child.name));
  });
}

/** How one database stands, for the status and for conditions. */
export interface DatabaseReport {
  readonly step: DatabaseStep;
  readonly status: DatabaseStatus;
}

/** What the status says of the databases after a decision. `nowMs` is epoch milliseconds, of which `toTimestamp` makes RFC 3339. */
export function reportDatabases(
  steps: readonly DatabaseStep[],
  decision: RolloutDecision,
  clock: { readonly nowMs: number; readonly toTimestamp: (epochMs: number) => string },
): readonly DatabaseReport[] {
  return steps.map((step) => ({ step, status: statusOf(step, decision, clock) }));
}

function statusOf(
  step: DatabaseStep,
  decision: RolloutDecision,
  { nowMs, toTimestamp }: Parameters<typeof reportDatabases>[2],
): DatabaseStatus {
  const { database, inputs, before, stands, job } = step;
  const jobName = job?.object.metadata.name;
  const goes = job !== undefined && decision.now.some((change) => change.kind === 'create' && isOf(change, step));
  const isRestarting = restarts(database.workload, decision);
  const common = {
    number: database.number,
    name: database.name,
    ...(isRestarting && (before?.restartDue === true || goes) && { restartDue: true as const }),
  };
  const claim = before?.inputs !== undefined && {
    inputs: before.inputs,
    ...(before.completedAt !== undefined && { completedAt: before.completedAt }),
  };
  const attempts = before?.attempts !== undefined && { attempts: before.attempts };
  switch (stands.kind) {
    case 'provisioned': {
      const completedAt = before?.inputs === inputs ? before?.completedAt : undefined;
      const last = jobName ?? before?.job;
      return {
        ...common,
        state: 'Provisioned',
        ...(inputs !== undefined && { inputs }),
        completedAt: completedAt ?? toTimestamp(nowMs),
        ...(last !== undefined && { job: last }),
      };
    }
    case 'running':
      return { ...common, state: 'Provisioning', ...(jobName !== undefined && { job: jobName }), ...attempts };
    case 'wanted': {
      if (goes) {
        const same = before?.job === jobName;
        return {
          ...common,
          state: 'Provisioning',
          ...(jobName !== undefined && { job: jobName }),
          ...(same && attempts),
        };
      }
      const last = jobName ?? before?.job;
      const state = job === undefined ? 'Provisioning' : 'Waiting';
      return { ...common, ...claim, state, ...(last !== undefined && { job: last }), ...attempts };
    }
    case 'failed':
      return {
        ...common,
        state: 'Failed',
        ...(jobName !== undefined && { job: jobName }),
        attempts: stands.attempts,
        retryAt: toTimestamp(stands.retryAtMs),
      };
    case 'blocked':
      return { ...common, ...claim, state: 'Waiting' };
    case 'unknown':
      return before ?? { ...common, state: 'Waiting' };
  }
}

function isOf(change: Change, { job }: DatabaseStep): boolean {
  return 'manifest' in change && job !== undefined && nameOf(change.manifest) === nameOf(job);
}

function nameOf({ object }: NonNullable<DatabaseStep['job']>): string {
  return `${object.kind} ${object.metadata.name}`;
}

/** Whether pods of a workload are still to be replaced, now or later. */
function restarts(
  workload: DatabaseStep['database']['workload'],
  { restarts: now, waiting }: RolloutDecision,
): boolean {
  return (
    now.some((restart) => restart.workload === workload) ||
    waiting.some(
      ({ change, restart }) =>
        restart !== undefined && change.kind === 'update' && change.manifest.workload === workload,
    )
  );
}
