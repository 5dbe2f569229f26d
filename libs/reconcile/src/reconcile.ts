import { isDeepStrictEqual } from 'node:util';
import {
  assess,
  assessBlocked,
  type Blocked,
  blockedByViolations,
  eventsOf,
  findTenantObstacle,
  type WorkloadInput,
} from '@ixn/assessment';
import { workloads } from '@ixn/connections';
import { type InteractionServerStatus, parse, resourceType } from '@ixn/interaction-server';
import { buildManifests, connectionEntries, desiredReplicas, resolve, type ResolvedInstance } from '@ixn/manifests';
import {
  decideRollout,
  diff,
  gatesOf,
  neededRecords,
  policyOf,
  releasedClaims,
  type Restart,
  updateId,
  withoutBlindDeletions,
  withoutUnannounced,
} from '@ixn/rollout';
import {
  type AppliedChange,
  applyChanges,
  failureOf,
  failuresOf,
  mendedObjects,
  replacesTemplate,
  restartsMade,
  tryChanges,
} from './apply-changes.ts';
import { checkResults, observeDependencies } from './dependencies.ts';
import { type FreedPod, freeStuckPods } from './free-stuck-pods.ts';
import { type NextTry, nextTry, retryTime } from './next-try.ts';
import type { ClusterReader, CustomResource, InstanceRef, Ports, WriteOutcome } from './ports.ts';
import { protectionOf } from './protection.ts';
import { readReferences, type ReferencesRead } from './references.ts';
import { assessedDatabases, lookAtDatabases } from './databases.ts';
import { factsOf, following, pendingOf, waitingFor } from './rollout.ts';

/** What one run did. */
export interface Reconciled {
  readonly generation: number;
  readonly applied: readonly AppliedChange[];
  /** The workloads whose pods it let be replaced. */
  readonly restarted: readonly Restart[];
  /** The status that was written; undefined when it said so already. */
  readonly reported: InteractionServerStatus | undefined;
  readonly next: NextTry;
}

/** Brings the cluster to what one InteractionServer says, and says how it stands. Undefined when there is none to work for. */
export async function reconcile(ref: InstanceRef, ports: Ports): Promise<Reconciled | undefined> {
  const resource = ports.reader.instance(ref);
  // Kubernetes itself collects the children of a resource that is being deleted.
  if (resource === undefined || resource.metadata.deletionTimestamp !== undefined) {
    ports.dependencies.forget(ref);
    return undefined;
  }

  const parsed = parse(resource);
  if (!parsed.ok) return reportBlocked(resource, blockedByViolations(parsed.violations), ports);
  const { spec } = parsed.value;
  const { rivals, foreignIxn } = ports.reader.tenant(resource, spec.tenant.id);
  const { children: observed, workloads: existing, jobs } = ports.reader.observe(resource);
  const obstacle = findTenantObstacle(claimOf(resource), rivals, existing.ixnServer === undefined ? foreignIxn : []);
  if (obstacle !== undefined) return reportBlocked(resource, obstacle, ports);

  const references = await readReferences(parsed.value, existing, ports);
  if (references.obstacle !== undefined) return reportBlocked(resource, references.obstacle, ports);

  const features = ports.reader.features();
  const rendering = {
    instance: parsed.value,
    features,
    digests: references.digests,
    mergeSchema: ports.podMergeSchema,
  };
  const instance = resolve(parsed.value, features, references.digests);
  const databases = lookAtDatabases(instance, resource, references, jobs, ports);
  const wanted = [
    ...buildManifests(instance, ports.podMergeSchema),
    ...releasedClaims(instance, observed),
    ...databases.jobs,
  ];
  const identity = { kind: resourceType.kind, name: instance.name, uid: instance.uid };
  const target = { instance: identity, wanted, observed, ownsExactly: ports.ownsExactly };
  const changes = diff(target);
  const read = await ports.templateRecords(instance.namespace, neededRecords(changes));
  if (read.kind === 'failed') return tryAgain(resource, read, ports);

  const facts = factsOf(workloadInputs(instance, resource, references, ports.reader), resource.status);
  const known = observeDependencies(instance, existing, references.version, ports);
  const policy = policyOf(parsed.value, updateId(wanted), known, ports.now());
  const gates = gatesOf(databases.steps);
  const rollout = { ...target, changes, records: read.records, rendering, facts, policy, databases: gates };
  const decision = decideRollout(rollout);
  const { restarts, waiting } = decision;
  const now = withoutBlindDeletions(withoutUnannounced(decision.now, databases.steps), databases.steps, jobs);
  const unwelcome = await tryChanges(now.length === 0 ? [] : [...now, ...following(waiting)], ports.writer);
  const applied = unwelcome.length > 0 ? unwelcome : await applyChanges(now, ports.writer);
  const freed = await freeStuckPods(resource, policy, ports);

  const progressDeadlineMs = spec.updatePolicy.progressDeadlineSeconds * 1000;
  const status = assess({
    generation: resource.metadata.generation,
    before: resource.status,
    workloads: workloadInputs(instance, resource, references, ports.reader).map((input) =>
      waitingFor(input, waiting, policy),
    ),
    pending: pendingOf(waiting, updateId(wanted), policy),
    failures: [...failuresOf(applied), ...freed.flatMap(({ name, outcome }) => failureOf(`Pod ${name}`, outcome))],
    databases: assessedDatabases(databases, decision, ports.now()),
    connections: connectionEntries(instance),
    checks: checkResults(instance, known),
    closedGates: policy.closedGates,
    protection: protectionOf(resource, ports.reader),
    nowMs: ports.now(),
    progressDeadlineMs,
  });
  const unreadable = [...references.unreadable, ...databases.unreadable];
  const restarted = restartsMade(restarts, applied);
  return report({ resource, applied, restarted, freed, unreadable, status, progressDeadlineMs }, ports);
}

/** Leaves everything as it is, as what must be known could not be read. */
function tryAgain(resource: CustomResource, failure: WriteOutcome, ports: Ports): Promise<Reconciled> {
  const { nextTry: _before, ...status } = resource.status ?? { observedGeneration: -1 };
  return report({ resource, applied: [], unreadable: [failure], status, progressDeadlineMs: 0 }, ports);
}

/** Says why nothing is done for a resource. */
function reportBlocked(resource: CustomResource, blocked: Blocked, ports: Ports): Promise<Reconciled> {
  const { generation } = resource.metadata;
  const before = resource.status;
  const observation = ports.reader.observe(resource);
  const known = (before?.workloads ?? []).map(({ name, desired, image }): WorkloadInput => {
    const { observed, pods = [], podCreationProblem } = observation.workloads[name] ?? {};
    // The operator holds no number meanwhile, and an autoscaler goes on.
    const wanted = observed?.wanted ?? desired;
    return { workload: name, desired: wanted, image, observed, pods, podCreationProblem, referenceProblems: [] };
  });
  const protection = protectionOf(resource, ports.reader);
  const checks = ports.dependencies.known(resource.metadata);
  const nowMs = ports.now();
  const status = assessBlocked({ generation, before, nowMs, blocked, workloads: known, checks, protection });
  return report({ resource, applied: [], unreadable: [], status, progressDeadlineMs: 0, blocked }, ports);
}

interface Result {
  readonly resource: CustomResource;
  readonly applied: readonly AppliedChange[];
  readonly restarted?: readonly Restart[];
  readonly freed?: readonly FreedPod[];
  /** What is to be read again. */
  readonly unreadable: readonly WriteOutcome[];
  /** How it stands, but for the next try. */
  readonly status: InteractionServerStatus;
  readonly progressDeadlineMs: number;
  readonly blocked?: Blocked;
}

/** Writes the status, and tells people what is new, only when it differs from what the resource says already. */
async function report(result: Result, ports: Ports): Promise<Reconciled> {
  const { resource, applied, restarted = [], freed = [], unreadable, progressDeadlineMs, blocked } = result;
  const waiting: readonly WriteOutcome[] =
    blocked?.kind === 'waiting' ? [{ kind: 'predecessor', message: blocked.message }] : [];
  const written = [...applied, ...freed].map(({ outcome }) => outcome);
  const outcomes = [...written, ...unreadable, ...waiting];
  const clock = { nowMs: ports.now(), progressDeadlineMs };
  const retriedAt = retryTime(nextTry(outcomes, result.status, clock), { ...clock, retryDelayMs: ports.retryDelayMs });
  const status = { ...result.status, ...(retriedAt !== undefined && { nextTry: retriedAt }) };
  const differs = !isDeepStrictEqual(status, resource.status);
  const reported: WriteOutcome = differs ? await ports.writer.reportStatus(resource, status) : { kind: 'done' };
  if (reported.kind === 'done') {
    const events = eventsOf({
      before: resource.status,
      after: status,
      mended: mendedObjects(applied),
      restarted,
      freed: freed.filter(({ outcome }) => outcome.kind === 'done').map(({ name }) => name),
    });
    for (const event of events) ports.writer.recordEvent(resource, event);
  }
  return {
    generation: resource.metadata.generation,
    applied,
    restarted,
    reported: differs && reported.kind === 'done' ? status : undefined,
    next: nextTry([...outcomes, reported], status, { ...clock, leavesRecords: replacesTemplate(applied) }),
  };
}

function workloadInputs(
  instance: ResolvedInstance,
  resource: CustomResource,
  references: ReferencesRead,
  reader: ClusterReader,
): readonly WorkloadInput[] {
  const observation = reader.observe(resource);
  return workloads.map((workload) => {
    const resolved = instance.workloads[workload];
    const found = observation.workloads[workload];
    return {
      workload,
      desired: desiredReplicas(resolved, found?.observed.wanted),
      image: resolved.image,
      observed: found?.observed,
      pods: found?.pods ?? [],
      podCreationProblem: found?.podCreationProblem,
      referenceProblems: references.problems[workload],
    };
  });
}

function claimOf({ metadata }: CustomResource) {
  const { namespace, name, uid, creationTimestamp } = metadata;
  return { namespace, name, uid, createdAt: creationTimestamp };
}
