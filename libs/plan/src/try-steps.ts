import type { Workload } from '@ixn/connections';
import type { ChildKind } from '@ixn/manifests';
import { type Change, objectOf, unguardedMessage } from '@ixn/rollout';
import { type DryRun, readAnswer } from './dry-run.ts';
import type { Blockage, PlannedObject } from './plan.ts';
import type { Step } from './steps.ts';

/** A write, and what the API server says of it. */
export interface Tried {
  readonly step: Step;
  readonly object: PlannedObject;
}

/** Asks the API server what would come of each step. A workload whose NetworkPolicy cannot be written waits for it. */
export async function trySteps(
  steps: readonly Step[],
  changes: readonly Change[],
  dryRun: DryRun,
): Promise<readonly Tried[]> {
  const tried = await Promise.all(steps.map((step) => tryStep(step, dryRun)));
  const unguarded = new Set([
    ...changes.filter((change) => change.kind === 'conflict' || change.kind === 'await').flatMap(guardedBy),
    ...tried.filter(({ object }) => object.problem !== undefined).flatMap(({ step }) => guardedBy(step.write)),
  ]);
  return tried.map(({ step, object }) => {
    const workload = workloadOf(step);
    const waits = workload !== undefined && unguarded.has(workload) && isWorkload(object.kind);
    const problem = { kind: 'failed', message: unguardedMessage } as const;
    return { step, object: waits ? { ...object, problem: object.problem ?? problem } : object };
  });
}

async function tryStep(step: Step, dryRun: DryRun): Promise<Tried> {
  const { write, waitsFor, meanwhile } = step;
  const partNow = meanwhile !== undefined ? ({ partNow: true } as const) : {};
  const when = { ...(waitsFor !== undefined && { waitsFor }), ...partNow };
  if (write.kind === 'delete') {
    const { kind, name } = write.child;
    return { step, object: { action: 'delete', kind, name, ...when, fields: [], byServer: [] } };
  }
  const { object } = write.manifest;
  const { kind } = object;
  const answer = readAnswer(object, await dryRun(object, write.kind));
  const about =
    write.kind === 'create' ? ({ action: 'create' } as const) : ({ action: 'change', cause: write.cause } as const);
  return { step, object: { ...about, kind, name: object.metadata.name, ...when, ...answer } };
}

/** Reconcile writes nothing at all while the API server does not take a workload that a podTemplate changes. */
export function refusalOf({ step: { write, waitsFor }, object: { problem } }: Tried): readonly Blockage[] {
  if (problem === undefined || problem.message === unguardedMessage || waitsFor !== undefined) return [];
  if (write.kind === 'delete' || !write.manifest.customised) return [];
  const reason = problem.kind === 'refused' ? 'ApplyRefused' : 'ApplyFailed';
  return [{ reason, message: `${objectOf(write)}: ${problem.message}` }];
}

/** The workload that stays as it is, as its StatefulSet or Deployment cannot be written. */
export function unwrittenWorkload({ step, object: { kind, problem } }: Tried): readonly Workload[] {
  const workload = workloadOf(step);
  return problem !== undefined && isWorkload(kind) && workload !== undefined ? [workload] : [];
}

function workloadOf({ write }: Step): Workload | undefined {
  return write.kind === 'delete' ? undefined : write.manifest.workload;
}

function isWorkload(kind: ChildKind): boolean {
  return kind === 'StatefulSet' || kind === 'Deployment';
}

/** The workload that a NetworkPolicy is for. */
function guardedBy(change: Change): readonly Workload[] {
  return 'manifest' in change && change.manifest.object.kind === 'NetworkPolicy' ? [change.manifest.workload] : [];
}
