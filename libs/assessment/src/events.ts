import type { Condition, ConditionType, ConnectionEntry, InteractionServerStatus } from '@ixn/interaction-server';
import { isDependency, isFailing, numbersOf, troublesInWords } from './connection-words.ts';

/** Something that a person would want to read once. */
export interface InstanceEvent {
  readonly type: 'Normal' | 'Warning';
  /** One word; a condition's reason, DependencyFailing, DependencyRecovered, DriftMended, Restarting or StuckPodDeleted. */
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
  readonly restarted?: readonly RestartedWorkload[];
}

/** A workload whose pods are replaced. */
export interface RestartedWorkload {
  /** As `Kind name`. */
  readonly object: string;
  /** Why, in one word. */
  readonly cause: string;
  /** What changes in its pods, as paths in their template. */
  readonly fields: readonly string[];
}

/** An object that somebody had changed and that was put back. */
export interface MendedObject {
  /** As `Kind name`. */
  readonly object: string;
  /** Who had changed what, in words; undefined where nobody could tell. */
  readonly drift: string | undefined;
}

/**
 * The events of one reconcile: objects put back, pods replaced or deleted, changes that begin to wait, connections that begin
 * to fail or work again, and each change of Ready to True or False or of the reason that it is False.
 */
export function eventsOf({ before, after, mended, freed = [], restarted = [] }: EventsInput): readonly InstanceEvent[] {
  const drift = mended.map(({ object, drift: who = 'by somebody else' }): InstanceEvent => {
    const note = `${object} was changed: ${who}; what the operator owns of it was put back`;
    return { type: 'Warning', reason: 'DriftMended', action: 'Apply', note };
  });
  const stuck = freed.map((pod): InstanceEvent => {
    const note = `Pod ${pod} was of an older revision and not ready; this version of Kubernetes does not replace it`;
    return { type: 'Normal', reason: 'StuckPodDeleted', action: 'Delete', note };
  });
  const restarts = restarted.map(({ object, cause, fields }): InstanceEvent => {
    const why = fields.length === 0 ? cause : `${cause}: ${fields.join(', ')}`;
    return { type: 'Normal', reason: 'Restarting', action: 'Restart', note: `Restarting ${object}: ${why}` };
  });
  const held = holdEvents(conditionOf(before, 'UpdatePending'), conditionOf(after, 'UpdatePending'));
  return [
    ...drift,
    ...restarts,
    ...stuck,
    ...held,
    ...connectionEvents(before?.connections ?? [], after.connections ?? []),
    ...readyEvents(conditionOf(before, 'Ready'), conditionOf(after, 'Ready')),
  ];
}

function holdEvents(was: Condition | undefined, is: Condition | undefined): readonly InstanceEvent[] {
  if (is === undefined || is.reason === was?.reason) return [];
  return [{ type: 'Normal', reason: is.reason, action: 'Hold', note: is.message }];
}

/** At most one event for what begins to fail, or fails in another way, and one for what works again. */
function connectionEvents(was: readonly ConnectionEntry[], rows: readonly ConnectionEntry[]): readonly InstanceEvent[] {
  const is = rows.filter(isDependency);
  const last = (row: ConnectionEntry) => was.find(({ number }) => number === row.number);
  const failing = is.filter((row) => isFailing(row) && last(row)?.state !== row.state);
  const answering = is.filter(({ state }) => state === 'Reachable' || state === 'CertificateExpiring');
  const recovered = answering.filter((row) => {
    const before = last(row);
    return before !== undefined && isFailing(before);
  });
  const expiring = answering.filter((row) => row.state === 'CertificateExpiring' && last(row)?.state !== row.state);
  const event = (type: InstanceEvent['type'], reason: string, note: string): InstanceEvent => {
    return { type, reason, action: 'Check', note };
  };
  const warned = [...failing, ...expiring];
  return [
    ...(warned.length === 0 ? [] : [event('Warning', 'DependencyFailing', troublesInWords(warned).join('; '))]),
    ...(recovered.length === 0 ? [] : [event('Normal', 'DependencyRecovered', answersAgain(recovered))]),
  ];
}

function answersAgain(rows: readonly ConnectionEntry[]): string {
  return `${numbersOf(rows.map(({ number }) => number))} ${rows.length === 1 ? 'answers' : 'answer'} again`;
}

function readyEvents(was: Condition | undefined, is: Condition | undefined): readonly InstanceEvent[] {
  if (is === undefined || is.status === 'Unknown') return [];
  if (was !== undefined && was.status === is.status && (is.status === 'True' || was.reason === is.reason)) return [];
  const type = is.status === 'True' ? 'Normal' : 'Warning';
  return [{ type, reason: is.reason, action: 'Assess', note: is.message }];
}

function conditionOf(status: InteractionServerStatus | undefined, type: ConditionType): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}
