import type { AnyObject } from '../cluster.ts';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly observedGeneration: number;
  readonly lastTransitionTime: string;
}

/** What a status may never say, whatever happens meanwhile; `before` is the same resource as it was seen last. */
export function statusViolations(before: AnyObject | undefined, after: AnyObject): readonly string[] {
  const conditions = conditionsIn(after);
  if (conditions.size === 0) return [];
  const { observedGeneration, pending } = after['status'];
  const waits: readonly { readonly waitsFor: string }[] = pending?.changes ?? [];
  const isHeld = waits.some(({ waitsFor }) =>
    ['Resume', 'MaintenanceWindow', 'Approval', 'Dependencies'].includes(waitsFor),
  );
  const ready = conditions.get('Ready')?.status;
  const going = conditions.has('Reconciling');
  const stalled = conditions.has('Stalled');
  const rules: readonly (readonly [holds: boolean, words: string])[] = [
    [observedGeneration <= (after.metadata.generation ?? 0), 'it speaks of a generation that is yet to come'],
    [ready !== undefined, 'there is no condition Ready'],
    [!(going && stalled), 'both Reconciling and Stalled stand'],
    [(ready === 'True') === (!going && !stalled), `Ready is ${ready}, Reconciling ${going}, Stalled ${stalled}`],
    [ready !== 'Unknown' || going, 'Ready is Unknown, but nothing goes on'],
    [!stalled || ready === 'False', 'it is Stalled and not Ready=False'],
    [conditions.has('UpdatePending') === isHeld, `UpdatePending and pending differ: ${JSON.stringify(pending)}`],
    [ready !== 'True' || workloadsUp(conditions), 'it is Ready, and a workload is not'],
  ];
  return [
    ...rules.flatMap(([holds, words]) => (holds ? [] : [words])),
    ...[...conditions.values()].flatMap((condition) => [
      ...(condition.observedGeneration === observedGeneration ? [] : [`${condition.type} is of another generation`]),
      ...transitionViolations(before && conditionsIn(before).get(condition.type), condition),
    ]),
  ].map((words) => `the status: ${words}`);
}

function workloadsUp(conditions: ReadonlyMap<string, Condition>): boolean {
  return ['IxnServerReady', 'IxnNodeReady', 'IxnVQNodeReady'].every((type) => conditions.get(type)?.status === 'True');
}

function transitionViolations(before: Condition | undefined, after: Condition): readonly string[] {
  if (before === undefined) return [];
  const moved = before.lastTransitionTime !== after.lastTransitionTime;
  // Times have whole seconds: a status that changes twice within one may keep its time.
  return moved && before.status === after.status ? [`${after.type} stayed ${after.status}, its time did not`] : [];
}

/** The conditions of a resource by type; none before the operator has said anything. */
export function conditionsIn(resource: AnyObject): ReadonlyMap<string, Condition> {
  const conditions: readonly Condition[] = resource['status']?.conditions ?? [];
  return new Map(conditions.map((condition) => [condition.type, condition]));
}
