import { findTenantObstacle, progressOf } from '@ixn/assessment';
import { type Workload, workloads } from '@ixn/connections';
import { type ConnectionEntry, parse, resourceType } from '@ixn/interaction-server';
import { buildManifests, connectionEntries, desiredReplicas, resolve, type ResolvedInstance } from '@ixn/manifests';
import {
  type Change,
  decideRollout,
  type DatabaseStep,
  diff,
  gatesOf,
  objectOf,
  policyOf,
  predecessorMessage,
  provisionDatabases,
  releasedClaims,
  takenMessage,
  updateId,
  type WorkloadFacts,
} from '@ixn/rollout';
import type { DryRun } from './dry-run.ts';
import type { Blockage, Plan } from './plan.ts';
import { knownConnections } from './known-connections.ts';
import type { PlanInput } from './plan-input.ts';
import { plannedRestarts } from './planned-restarts.ts';
import { stepsOf } from './steps.ts';
import { touchedConnections } from './touched-connections.ts';
import { refusalOf, trySteps, unwrittenWorkload } from './try-steps.ts';

/**
 * Says what a changed resource would do against the live cluster, by the steps of reconcile, and asks the API server by
 * `dryRun` what it would make of each object. Writes nothing.
 */
export async function planChange(input: PlanInput, dryRun: DryRun): Promise<Plan> {
  const { resource, references, features, podMergeSchema: mergeSchema } = input;
  const parsed = parse(resource);
  if (!parsed.ok) {
    return blockedPlan(
      resource,
      parsed.violations.map(({ path, message }) => ({ reason: 'InvalidSpec', path, message })),
    );
  }
  const obstacle = findObstacle(input);
  if (obstacle !== undefined) return blockedPlan(resource, [{ reason: obstacle.reason, message: obstacle.message }]);

  const rendering = { instance: parsed.value, features, digests: references.digests, mergeSchema };
  const instance = resolve(parsed.value, features, references.digests);
  const databases = databasesOf(instance, input);
  const wanted = [
    ...buildManifests(instance, mergeSchema),
    ...releasedClaims(instance, input.children),
    ...databases.flatMap(({ job }) => job ?? []),
  ];
  const identity = { kind: resourceType.kind, name: instance.name, uid: instance.uid };
  const target = { instance: identity, wanted, observed: input.children, ownsExactly: input.ownsExactly };
  const changes = diff(target);
  const facts = factsOf(instance, input);
  const connections = connectionEntries(instance);
  const known = knownConnections(connections, resource.status?.connections);
  const policy = policyOf(parsed.value, updateId(wanted), known, input.nowMs);
  const rollout = {
    ...target,
    changes,
    records: input.records,
    rendering,
    facts,
    policy,
    databases: gatesOf(databases),
  };
  const decision = decideRollout(rollout);

  const steps = stepsOf(target, changes, decision);
  const tried = await trySteps(steps, changes, dryRun);
  const refusals = tried.flatMap(refusalOf);
  if (refusals.length > 0) return blockedPlan(resource, refusals);

  const unwritten = tried.flatMap(unwrittenWorkload);
  const pods = perWorkload((workload) => input.workloads[workload]?.replicas ?? 0);
  const restarts = plannedRestarts({ rollout, steps, instance, pods });
  return {
    ...blockedPlan(resource, [...changes.flatMap(takenName), ...databases.flatMap(blockedDatabase)]),
    objects: tried.map(({ object }) => object),
    restarts: restarts.filter(({ workload }) => !unwritten.includes(workload)),
    connections: touchedConnections(connectionsBefore(input), connections),
    references: workloads.flatMap((workload) =>
      references.problems[workload].map(({ reason, subject, words }) => ({ workload, reason, subject, words })),
    ),
  };
}

function databasesOf(
  instance: ResolvedInstance,
  { resource, provisioning, nowMs }: PlanInput,
): readonly DatabaseStep[] {
  return provisionDatabases({ instance, ...provisioning, before: resource.status?.databases ?? [], nowMs });
}

function blockedDatabase({ database, stands }: DatabaseStep): readonly Blockage[] {
  if (stands.kind !== 'blocked' && stands.kind !== 'unknown') return [];
  const { reason, message } = stands.problem;
  return [{ reason, message, object: `database ${database.name}` }];
}

interface Named {
  readonly metadata: { readonly namespace: string; readonly name: string };
}

/** A plan in which nothing is done. */
export function blockedPlan({ metadata: { namespace, name } }: Named, blocked: readonly Blockage[]): Plan {
  return { namespace, name, blocked, objects: [], restarts: [], connections: [], references: [] };
}

function findObstacle({ resource, tenant, workloads: existing }: PlanInput) {
  const { namespace, name, uid, creationTimestamp } = resource.metadata;
  const claim = { namespace, name, uid, createdAt: creationTimestamp };
  const foreignIxn = existing.ixnServer === undefined ? tenant.foreignIxn : [];
  return findTenantObstacle(claim, tenant.rivals, foreignIxn);
}

function factsOf(
  instance: ResolvedInstance,
  { resource, workloads: existing }: PlanInput,
): Readonly<Record<Workload, WorkloadFacts>> {
  return perWorkload((workload) => {
    const observed = existing[workload];
    const desired = desiredReplicas(instance.workloads[workload], observed?.wanted);
    const before = resource.status?.workloads?.find(({ name }) => name === workload);
    return progressOf({ desired, observed }, before);
  });
}

function perWorkload<T>(of: (workload: Workload) => T): Readonly<Record<Workload, T>> {
  return { ixnServer: of('ixnServer'), ixnNode: of('ixnNode'), ixnVQNode: of('ixnVQNode') };
}

function takenName(change: Change): readonly Blockage[] {
  const object = objectOf(change);
  if (change.kind === 'conflict') {
    return [{ reason: 'ObjectConflict', object, message: takenMessage(change.child.controller) }];
  }
  return change.kind === 'await' ? [{ reason: 'WaitingForPredecessor', object, message: predecessorMessage }] : [];
}

/** How the connections stand as the live resource says; nothing is known of one that breaks a rule. */
function connectionsBefore({ live, features }: PlanInput): readonly ConnectionEntry[] | undefined {
  const parsed = live && parse(live);
  return parsed?.ok === true ? connectionEntries(resolve(parsed.value, features, {})) : undefined;
}
