import { connections, type Workload, workloads } from '@ixn/connections';
import {
  buildManifests,
  fingerprint,
  holdTemplate,
  type Manifest,
  resolve,
  type TemplateRecord,
  templateRecordAnnotation,
} from '@ixn/manifests';
import { objectOf } from './change-words.ts';
import { changedFields } from './changed-fields.ts';
import type { Change, Update } from './changes.ts';
import {
  type DatabaseGates,
  awaitedDatabase,
  decideRestarts,
  heldCreations,
  type RestartDecision,
  type WaitsFor,
  type WorkloadFacts,
} from './decide-restarts.ts';
import { diff, type DiffInput, isTemplateTaken } from './diff.ts';
import { releasedClaims } from './released-claims.ts';
import { type Rendering, type RestartCause, restartCause } from './restart-cause.ts';
import type { RolloutPolicy } from './rollout-policy.ts';

/** A change that is not made yet. */
export interface WaitingChange {
  readonly change: Change;
  /** Why pods would be replaced, by it or after it; undefined for a change that leads to no restart. */
  readonly restart: RestartCause | undefined;
  readonly waitsFor: WaitsFor;
  /** What would change in the pods: paths in their template, at most 8 of them. */
  readonly fields: readonly string[];
}

export type RestartCauses = Readonly<Partial<Record<Workload, RestartCause>>>;

/** Pods of a workload that are replaced now. */
export interface Restart {
  readonly workload: Workload;
  /** Their StatefulSet or Deployment, as `Kind name`. */
  readonly object: string;
  readonly cause: RestartCause;
  /** What changes in the pods: paths in their template, at most 8 of them. */
  readonly fields: readonly string[];
}

/** What is written now, and what waits. */
export interface RolloutDecision {
  readonly now: readonly Change[];
  /** What of it replaces pods. */
  readonly restarts: readonly Restart[];
  readonly waiting: readonly WaitingChange[];
}

export interface RolloutInput extends DiffInput {
  readonly changes: readonly Change[];
  /** The records of the templates that workloads run and that are to be replaced, by name. */
  readonly records: ReadonlyMap<string, TemplateRecord>;
  readonly rendering: Rendering;
  readonly facts: Readonly<Record<Workload, WorkloadFacts>>;
  readonly policy: RolloutPolicy;
  readonly databases: DatabaseGates;
}

/**
 * Decides what of the changes goes now. Only what replaces pods ever waits, what belongs to that, and what makes the first pods
 * where their database is still to be provisioned or connections are to answer before, unless everything is paused. While a
 * workload waits, its pods keep their recorded template and settings, and whatever leads to them keeps the ports that they serve.
 */
export function decideRollout(input: RolloutInput): RolloutDecision {
  const { changes, policy } = input;
  const restarts = changes.filter(isRestart);
  const causes = restartCauses(input);
  if (policy.pause === 'All') return allWait(input, causes);
  const decision = decideRestarts(causes, input.facts, policy, input.databases);
  const heldBack = heldCreations(input.facts, policy);
  const waitOf = (change: Change) =>
    makesPods(change) && heldBack.includes(change.manifest.workload)
      ? 'Dependencies'
      : waitOfChange(change, causes, decision, input);
  const waiting = changes.flatMap((change) => {
    const reason = waitOf(change);
    return reason === undefined ? [] : [waitingChange(change, causes, reason, input)];
  });
  const isHeld = restarts.some((update) => waitOf(update) !== undefined);
  const now = (isHeld ? meanwhile(decision, input) : changes).filter((change) => waitOf(change) === undefined);
  return { now, restarts: restarts.flatMap((update) => restartNow(update, causes, decision, input)), waiting };
}

/** Whether it is the creation of a workload, or of what chooses its number of pods. */
function makesPods(change: Change): change is Extract<Change, { readonly kind: 'create' }> {
  return change.kind === 'create' && podMakers.has(change.manifest.object.kind);
}

const podMakers: ReadonlySet<string> = new Set(['StatefulSet', 'Deployment', 'HorizontalPodAutoscaler']);

/** Why the changes replace the pods of workloads; those that are not in it keep theirs. */
export function restartCauses(input: RolloutInput): RestartCauses {
  const restarts = input.changes.filter(isRestart);
  return Object.fromEntries(restarts.map((update) => [update.manifest.workload, causeOf(update, input)]));
}

/** The name of what is wanted of all pods together: a user who releases what waits names it. */
export function updateId(wanted: readonly Manifest[]): string {
  const templates = wanted.flatMap(({ object }) => object.metadata.annotations?.[templateRecordAnnotation] ?? []);
  return fingerprint(templates.toSorted());
}

/** Names of the records that the decision needs. */
export function neededRecords(changes: readonly Change[]): readonly string[] {
  return changes.filter(isRestart).flatMap(({ child }) => child.templateRecord ?? []);
}

function isRestart(change: Change): change is Update {
  return change.kind === 'update' && change.restarts;
}

function causeOf(update: Update, input: RolloutInput): RestartCause {
  const record = recordOf(update, input);
  const cause = restartCause(update, record, input.rendering);
  // What somebody did to a template is put back, whatever the operator itself would change beside it.
  const isTaken = record !== undefined && isTemplateTaken(record.template, update.child, input.ownsExactly);
  return cause === 'OperatorUpdated' && isTaken ? 'Drift' : cause;
}

function recordOf({ child }: Update, { records }: RolloutInput): TemplateRecord | undefined {
  return child.templateRecord === undefined ? undefined : records.get(child.templateRecord);
}

/** What a change waits for; undefined when it goes now. */
function waitOfChange(
  change: Change,
  causes: RestartCauses,
  decision: RestartDecision,
  { facts, databases, policy }: RolloutInput,
): WaitsFor | undefined {
  if (isRestart(change)) return decision[change.manifest.workload];
  if (change.kind !== 'create') return undefined;
  const { workload, object } = change.manifest;
  switch (object.kind) {
    case 'StatefulSet':
    case 'Deployment':
      return awaitedDatabase(facts[workload], databases[workload]);
    case 'Job':
      return changesPods(causes[workload]) && !goesAhead(decision[workload], policy) ? decision[workload] : undefined;
    default:
      return undefined;
  }
}

/** Whether pods that run may have other credentials than those that are wanted. */
function changesPods(cause: RestartCause | undefined): boolean {
  return cause === 'SpecChanged' || cause === 'ReferencesChanged';
}

/**
 * Whether a Job may change the password of a role although the restart of the pods that use it waits: it waits for the Job, or
 * for databases that answer, which is what the Job sees to.
 */
function goesAhead(waitsFor: WaitsFor | undefined, { closedGates }: RolloutPolicy): boolean {
  return waitsFor === 'Database' || (waitsFor === 'Dependencies' && closedGates.every(isOfDatabase));
}

function isOfDatabase(row: number): boolean {
  return connections.some(({ number, destination }) => {
    return number === row && (destination === 'ixnDb' || destination === 'ixnNodeDb');
  });
}

/** Names that are taken are told in a pause, too; a record says nothing that its workload does not say. */
function allWait(input: RolloutInput, causes: RestartCauses): RolloutDecision {
  const isWrite = (change: Change) => change.kind !== 'conflict' && change.kind !== 'await';
  const writes = input.changes.filter((change) => isWrite(change) && !isOfRecord(change));
  // What the operator alone changes in a template does not hide what the user wants of the same object, such as replicas.
  const ofOperator = Object.values(causes).includes('OperatorUpdated');
  const beside = ofOperator ? meanwhile({ ixnServer: 'Resume', ixnNode: 'Resume', ixnVQNode: 'Resume' }, input) : [];
  return {
    now: input.changes.filter((change) => !isWrite(change)),
    restarts: [],
    waiting: writes.flatMap((change) => {
      const waiting = waitingChange(change, causes, 'Resume', input);
      const own = waiting.restart === 'OperatorUpdated' ? beside.filter((other) => isOfSame(other, change)) : [];
      return [waiting, ...own.map((other) => waitingChange(other, {}, 'Resume', input))];
    }),
  };
}

function isOfSame(one: Change, other: Change): boolean {
  return objectOf(one) === objectOf(other);
}

function isOfRecord(change: Change): boolean {
  return (change.kind === 'delete' ? change.child.kind : change.manifest.object.kind) === 'ControllerRevision';
}

function waitingChange(change: Change, causes: RestartCauses, waitsFor: WaitsFor, input: RolloutInput): WaitingChange {
  if (!isRestart(change)) return { change, restart: causeOfJob(change, causes), waitsFor, fields: [] };
  return { change, restart: causes[change.manifest.workload], waitsFor, fields: fieldsOf(change, input) };
}

function causeOfJob(change: Change, causes: RestartCauses): RestartCause | undefined {
  const isJob = change.kind === 'create' && change.manifest.object.kind === 'Job';
  return isJob ? causes[change.manifest.workload] : undefined;
}

/** The restart that an update makes; none where it waits, or where no pod is to be. */
function restartNow(
  update: Update,
  causes: RestartCauses,
  decision: RestartDecision,
  input: RolloutInput,
): readonly Restart[] {
  const { workload } = update.manifest;
  const cause = causes[workload];
  if (cause === undefined || decision[workload] !== undefined || input.facts[workload].desired === 0) return [];
  return [{ workload, object: objectOf(update), cause, fields: fieldsOf(update, input) }];
}

/** What an update changes in the template of pods; nothing where it is not known what they run. */
function fieldsOf(update: Update, input: RolloutInput): readonly string[] {
  const { object } = update.manifest;
  const template = 'spec' in object && 'template' in object.spec ? object.spec.template : undefined;
  const record = recordOf(update, input);
  const fields = record === undefined ? [] : changedFields(record.template, template);
  return fields.slice(0, maxFields).map(({ path }) => path);
}

const maxFields = 8;

/** The changes to what is wanted while workloads wait. Where nothing is known of a template, its workload is left alone. */
function meanwhile(decision: RestartDecision, input: RolloutInput): readonly Change[] {
  const held = workloads.filter((workload) => decision[workload] !== undefined);
  const records = new Map(
    input.changes.filter(isRestart).flatMap((update) => {
      const record = recordOf(update, input);
      const { workload } = update.manifest;
      if (record === undefined || update.child.templateRecord === undefined || !held.includes(workload)) return [];
      return [[workload, { name: update.child.templateRecord, record }] as const];
    }),
  );
  const wanted = wantedWith(records, input).flatMap((manifest) => {
    const found = records.get(manifest.workload);
    return found === undefined ? [manifest] : holdTemplate(manifest, found.name, found.record);
  });
  return diff({ ...input, wanted })
    .filter((change) => !isRestart(change) || !held.includes(change.manifest.workload))
    .filter((change) => !isOfLogVolume(change) || !held.includes('ixnServer'));
}

/** Whether it takes the log volume away: pods that keep their template need it when they are made again. */
function isOfLogVolume(change: Change): boolean {
  return change.kind === 'delete' && change.child.kind === 'PersistentVolumeClaim';
}

/** What is wanted, with the ports that the held pods serve: Services, policies and neighbours must still find them. */
function wantedWith(
  records: ReadonlyMap<Workload, { readonly record: TemplateRecord }>,
  { wanted, observed, rendering }: RolloutInput,
): readonly Manifest[] {
  if (records.size === 0) return wanted;
  const { instance, features, digests, mergeSchema } = rendering;
  const { ixnServer, ixnNode, ixnVQNode } = instance.spec;
  const spec = {
    ...instance.spec,
    ixnServer: { ...ixnServer, ports: records.get('ixnServer')?.record.spec?.ixnServer.ports ?? ixnServer.ports },
    ixnNode: { ...ixnNode, ports: records.get('ixnNode')?.record.spec?.ixnNode.ports ?? ixnNode.ports },
    ixnVQNode: { ...ixnVQNode, ports: records.get('ixnVQNode')?.record.spec?.ixnVQNode.ports ?? ixnVQNode.ports },
  };
  const resolved = resolve({ ...instance, spec }, features, digests);
  const jobs = wanted.filter(({ object }) => object.kind === 'Job');
  return [...buildManifests(resolved, mergeSchema), ...releasedClaims(resolved, observed), ...jobs];
}
