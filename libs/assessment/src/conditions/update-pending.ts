import type { PendingChange } from '@ixn/interaction-server';
import type { ConditionReason, Findings, Verdict } from './verdict.ts';

/** UpdatePending stands while a change waits for somebody or for a time, and says what would change. */
export function updatePending({ pending }: Findings): Verdict | undefined {
  const held = pending.filter(isHeld);
  return held.length === 0 ? undefined : { status: 'True', reason: reasonOf(held), message: inWords(held) };
}

/** What is said of the user's own changes that wait: the instance is not yet what the spec says. */
export function heldByUser({ pending }: Findings): Verdict | undefined {
  const held = pending.filter((change) => isHeld(change) && change.cause !== 'OperatorUpdated');
  return held.length === 0 ? undefined : { status: 'True', reason: reasonOf(held), message: inWords(held) };
}

/** A change that only waits for another workload is on its way. */
function isHeld({ waitsFor }: PendingChange): boolean {
  return waitsFor === 'Resume' || waitsFor === 'MaintenanceWindow' || waitsFor === 'Approval';
}

function reasonOf(held: readonly PendingChange[]): ConditionReason {
  if (held.some(({ waitsFor }) => waitsFor === 'Resume')) return 'Paused';
  return held.some(({ cause }) => cause !== 'OperatorUpdated') ? 'WaitingForWindow' : 'OperatorUpdated';
}

const waits: Readonly<Partial<Record<PendingChange['waitsFor'], string>>> = {
  Resume: 'the pause to end',
  MaintenanceWindow: 'a maintenance window',
  Approval: 'the next change of its pods, or for the annotation ixn.operators.dev/apply-pending',
};

function inWords(held: readonly PendingChange[]): string {
  return held
    .map(({ object, cause, fields = [], waitsFor }) => {
      const what = fields.length === 0 ? cause : `${cause}: ${fields.join(', ')}`;
      return `${object} (${what}) waits for ${waits[waitsFor] ?? waitsFor}`;
    })
    .join('; ');
}
