import { type Condition, type ConditionType, conditionTypes } from '@ixn/interaction-server';
import { available } from './conditions/available.ts';
import { dependenciesReachable } from './conditions/dependencies-reachable.ts';
import { databasesProvisioned } from './conditions/databases-provisioned.ts';
import { deletionProtected } from './conditions/deletion-protected.ts';
import { ready } from './conditions/ready.ts';
import { reconciling } from './conditions/reconciling.ts';
import { stalled } from './conditions/stalled.ts';
import type { Findings, Judge, Verdict } from './conditions/verdict.ts';
import { updatePending } from './conditions/update-pending.ts';
import { workloadReady } from './conditions/workload-ready.ts';
import { toTimestamp } from './find-workload.ts';

/** Who judges which condition. The compiler finds a type without a judge. */
const judges: Readonly<Record<ConditionType, Judge>> = {
  Ready: ready,
  Available: available,
  Reconciling: reconciling,
  Stalled: stalled,
  UpdatePending: updatePending,
  IxnServerReady: workloadReady('ixnServer'),
  IxnNodeReady: workloadReady('ixnNode'),
  IxnVQNodeReady: workloadReady('ixnVQNode'),
  DependenciesReachable: dependenciesReachable,
  DatabasesProvisioned: databasesProvisioned,
  DeletionProtected: deletionProtected,
};

export interface Occasion {
  /** Generation of the spec that is spoken of. */
  readonly generation: number;
  readonly nowMs: number;
  /** The conditions as last reported. */
  readonly before: readonly Condition[];
}

/** Every condition that stands, in a fixed order. */
export function judgeConditions(findings: Findings, occasion: Occasion): readonly Condition[] {
  return typesInOrder.flatMap((type) => {
    const verdict = judges[type](findings);
    return verdict === undefined ? [] : [toCondition(type, verdict, occasion)];
  });
}

/** The condition that says a verdict; its time is the one before unless the status has changed. */
export function toCondition(type: ConditionType, verdict: Verdict, occasion: Occasion): Condition {
  const before = occasion.before.find((condition) => condition.type === type);
  const lastTransitionTime =
    before !== undefined && before.status === verdict.status ? before.lastTransitionTime : toTimestamp(occasion.nowMs);
  const message = verdict.message.slice(0, maxMessageLength).toWellFormed();
  return { type, ...verdict, message, observedGeneration: occasion.generation, lastTransitionTime };
}

/** What the CRD takes of a message; the API server may have more to say, and would refuse the whole status. */
const maxMessageLength = 32_768;

const typesInOrder = (Object.keys(conditionTypes) as readonly string[]).filter(isConditionType);

function isConditionType(type: string): type is ConditionType {
  return Object.hasOwn(conditionTypes, type);
}
