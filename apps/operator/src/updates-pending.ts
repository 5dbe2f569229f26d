import type { ConditionReason } from '@ixn/interaction-server';
import type { CustomResource } from '@ixn/reconcile';

/** Why changes wait, as the condition UpdatePending says it. */
const reasons = [
  'OperatorUpdated',
  'Paused',
  'WaitingForDependencies',
  'WaitingForWindow',
] as const satisfies readonly ConditionReason[];

/** How many instances have changes that wait, by the reason; 0 for a reason that none has. */
export function pendingByReason(
  instances: readonly Pick<CustomResource, 'status'>[],
): readonly (readonly [reason: string, instances: number])[] {
  const found = instances.flatMap(
    ({ status }) => status?.conditions?.find(({ type }) => type === 'UpdatePending')?.reason ?? [],
  );
  return reasons.map((reason) => [reason, found.filter((one) => one === reason).length]);
}
