import { workloads } from '@ixn/connections';
import type { PendingChange } from '@ixn/interaction-server';
import { numbersOf } from '../connection-words.ts';
import type { ConditionReason, Findings, Verdict } from './verdict.ts';

/** UpdatePending stands while a change waits for somebody or for a time, and says what would change. */
export function updatePending({ pending, closedGates }: Findings): Verdict | undefined {
  const held = pending.filter(isHeld);
  return verdictOf(held, closedGates);
}

/** What is said of the user's own changes that wait: the instance is not yet what the spec says. */
export function heldByUser({ pending, closedGates }: Findings): Verdict | undefined {
  const held = pending.filter((change) => isHeld(change) && change.cause !== 'OperatorUpdated');
  return verdictOf(held, closedGates);
}

function verdictOf(held: readonly PendingChange[], closedGates: readonly number[]): Verdict | undefined {
  if (held.length === 0) return undefined;
  return { status: 'True', reason: reasonOf(held), message: inWords(held, closedGates) };
}

/** A change that only waits for another workload is on its way. */
function isHeld({ waitsFor }: PendingChange): boolean {
  return !workloads.some((workload) => workload === waitsFor);
}

function reasonOf(held: readonly PendingChange[]): ConditionReason {
  if (held.some(({ waitsFor }) => waitsFor === 'Resume')) return 'Paused';
  if (held.some(({ waitsFor }) => waitsFor === 'Dependencies')) return 'WaitingForDependencies';
  return held.some(({ cause }) => cause !== 'OperatorUpdated') ? 'WaitingForWindow' : 'OperatorUpdated';
}

const waits: Readonly<Partial<Record<PendingChange['waitsFor'], string>>> = {
  Resume: 'the pause to end',
  MaintenanceWindow: 'a maintenance window',
  Approval: 'the next change of its pods, or for the annotation ixn.operators.dev/apply-pending',
};

function inWords(held: readonly PendingChange[], closedGates: readonly number[]): string {
  const answer = `${numbersOf(closedGates)} to answer`;
  return held
    .map(({ object, cause, fields = [], waitsFor }) => {
      const what = fields.length === 0 ? cause : `${cause}: ${fields.join(', ')}`;
      return `${object} (${what}) waits for ${waitsFor === 'Dependencies' ? answer : (waits[waitsFor] ?? waitsFor)}`;
    })
    .join('; ');
}
