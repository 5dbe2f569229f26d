import type { DependencyVerdict } from '@ixn/connections';
import type { InteractionServer } from '@ixn/interaction-server';
import { closedGates } from './closed-gates.ts';
import { type MaintenanceState, maintenanceState } from './maintenance-window.ts';

/** What the user says of when pods may be replaced. */
export interface RolloutPolicy {
  readonly pause: 'None' | 'Disruptive' | 'All';
  /** Undefined where the spec names no windows: then the user's changes go at any time. */
  readonly window: MaintenanceState | undefined;
  /** Whether the user has said that what waits now is to be applied. */
  readonly released: boolean;
  /** Connections that are to answer before pods are replaced, or first made, by their numbers. */
  readonly closedGates: readonly number[];
}

/**
 * The policy of an instance at a time; `updateId` names what is wanted of the pods now, `known` is what checks have found of
 * its connections, by their numbers.
 */
export function policyOf(
  { spec, directives }: InteractionServer,
  updateId: string,
  known: ReadonlyMap<number, DependencyVerdict>,
  nowMs: number,
): RolloutPolicy {
  const { maintenanceWindows = [] } = spec.updatePolicy;
  return {
    pause: directives.pause,
    window: maintenanceWindows.length === 0 ? undefined : maintenanceState(maintenanceWindows, nowMs),
    released: directives.applyPending === updateId,
    closedGates: closedGates(spec.dependencyChecks, known),
  };
}
