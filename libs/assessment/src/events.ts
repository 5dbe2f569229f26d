import type { Condition, InteractionServerStatus } from '@ixn/interaction-server';

/** Something that a person would want to read once. */
export interface InstanceEvent {
  readonly type: 'Normal' | 'Warning';
  /** One word; a condition's reason, DriftMended or StuckPodDeleted. */
  readonly reason: string;
  /** What was done, in one word. */
  readonly action: string;
  readonly note: string;
}

export interface EventsInput {
  readonly before: InteractionServerStatus | undefined;
  readonly after: InteractionServerStatus;
  readonly mended: readonly MendedObject[];
  /** Names of pods that were deleted as Kubernetes leaves them on an older revision. */
  readonly freed?: readonly string[];
}

/** An object that somebody had changed and that was put back. */
export interface MendedObject {
  /** As `Kind name`. */
  readonly object: string;
  /** Who had changed what, in words; undefined where nobody could tell. */
  readonly drift: string | undefined;
}

/** The events of one reconcile: objects put back, pods deleted, and each change of Ready to True or False or of the reason that it is False. */
export function eventsOf({ before, after, mended, freed = [] }: EventsInput): readonly InstanceEvent[] {
  const drift = mended.map(({ object, drift: who = 'by somebody else' }): InstanceEvent => {
    const note = `${object} was changed: ${who}; what the operator owns of it was put back`;
    return { type: 'Warning', reason: 'DriftMended', action: 'Apply', note };
  });
  const stuck = freed.map((pod): InstanceEvent => {
    const note = `Pod ${pod} was of an older revision and not ready; this version of Kubernetes does not replace it`;
    return { type: 'Normal', reason: 'StuckPodDeleted', action: 'Delete', note };
  });
  return [...drift, ...stuck, ...readyEvents(readyOf(before), readyOf(after))];
}

function readyEvents(was: Condition | undefined, is: Condition | undefined): readonly InstanceEvent[] {
  if (is === undefined || is.status === 'Unknown') return [];
  if (was !== undefined && was.status === is.status && (is.status === 'True' || was.reason === is.reason)) return [];
  const type = is.status === 'True' ? 'Normal' : 'Warning';
  return [{ type, reason: is.reason, action: 'Assess', note: is.message }];
}

function readyOf(status: InteractionServerStatus | undefined): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === 'Ready');
}
