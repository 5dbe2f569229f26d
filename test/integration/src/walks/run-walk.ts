import { setTimeout as sleep } from 'node:timers/promises';
import { type Workload, workloads } from '@ixn/connections';
import type { AuditEvent } from '@ixn/control-plane';
import { type AnyObject, eventually } from '../cluster.ts';
import { calmStep } from './calm.ts';
import { differences } from './differences.ts';
import type { Happening } from './journal.ts';
import { pauseOf } from './model.ts';
import { type Step, type Walk, wordsOf } from './plan-walk.ts';
import { type KnownDigests, noteDigests, restDifferences } from './rest-differences.ts';
import { orderViolations, type Rewriting } from './restart-order.ts';
import { type Settled, settle } from './settle.ts';
import { statusViolations } from './status-rules.ts';
import { instanceName } from './walk-manifests.ts';
import { openWalkScene, type WalkGround, type WalkScene } from './walk-scene.ts';

const restTimeoutMs = 60_000;
/** For so long nothing may move before all counts as being at rest; an operator rests for 250 ms between two looks. */
const quietMs = 400;
/** How often the last operator looks at everything anew, and for how long it is watched doing so. */
const resyncSeconds = 1;
const resyncsMs = 3_200;

/** What a walk remembers from step to step. */
interface Memory {
  settled: Settled;
  /** Workloads whose template may change, and whose pods may end; forgotten, as the next, whenever everything is at rest. */
  readonly mayRewrite: Set<Workload>;
  readonly mayEnd: Set<Workload>;
  /** What was written of templates, those that a person wrote by hand left out. */
  readonly rewritings: Rewriting[];
  /** Workloads whose template a person writes. */
  readonly byHand: Set<Workload>;
  readonly digests: KnownDigests;
  /** The number of writes at which the operator was told to write nothing; undefined while it may. */
  idleSince: number | undefined;
}

/**
 * Makes an instance, does the steps of a walk, and mends everything in the end. Rejects with what must not have happened, and
 * with the steps that led there.
 */
export async function runWalk(walk: Walk, ground: WalkGround): Promise<void> {
  const scene = await openWalkScene(ground, walk.start);
  let at = -1;
  try {
    const settled = settle(walk.start);
    const memory: Memory = {
      settled,
      mayRewrite: new Set(),
      mayEnd: new Set(),
      rewritings: [],
      byHand: new Set(),
      digests: new Map(),
      idleSince: undefined,
    };
    await scene.restart(walk.start.build);
    await scene.say(walk.start);
    await comeToRest(scene, memory);
    for (const step of walk.steps) {
      at += 1;
      await take(scene, memory, step);
    }
    at += 1;
    await take(scene, memory, calmStep(memory.settled.model));
    await standStill(scene, memory);
    await deleteInstance(scene);
  } catch (error) {
    throw new Error(story(walk, at, error, scene), { cause: error });
  } finally {
    await scene.close();
  }
}

async function take(scene: WalkScene, memory: Memory, step: Step): Promise<void> {
  await checkIdle(scene, memory);
  memory.settled = step.settled;
  for (const workload of step.mayRewrite) memory.mayRewrite.add(workload);
  for (const workload of step.mayEnd) memory.mayEnd.add(workload);
  for (const workload of step.rewrites ?? []) memory.byHand.add(workload);
  if (!isIdle(step.settled)) memory.idleSince = undefined;
  await step.perform(scene);
  if (!step.hasty) await comeToRest(scene, memory);
}

/** Waits until everything is where it is to come to rest and nothing moves; throws what must not happen on the way. */
async function comeToRest(scene: WalkScene, memory: Memory): Promise<void> {
  const { journal, audit, namespace } = scene;
  let before = '';
  let sinceMs = 0;
  let left: readonly string[] = [];
  const look = async (): Promise<readonly string[] | undefined> => {
    const happenings = journal.take();
    memory.rewritings.push(...happenings.filter((happening) => happening.kind === 'template changed'));
    const violations = happenings.flatMap((happening) => violationsOf(happening, memory));
    if (violations.length > 0) return violations;
    const now = `${(await audit.writes(namespace.name)).length} ${journal.changes()}`;
    left = restDifferences(memory.settled, journal, memory.digests);
    if (now === before && left.length === 0) return performance.now() - sinceMs > quietMs ? [] : undefined;
    before = now;
    sinceMs = performance.now();
    return undefined;
  };
  const violations = await eventually('everything is at rest', look, restTimeoutMs).catch((error: unknown) => [
    ...left,
    String(error),
  ]);
  const ordered = memory.rewritings.filter(({ workload }) => !memory.byHand.has(workload));
  const all = [...violations, ...orderViolations(ordered, journal.ixnVersions())];
  if (all.length > 0) throw new Error(all.join('\n'));
  noteDigests(memory.settled, journal, memory.digests);
  memory.mayRewrite.clear();
  memory.mayEnd.clear();
  memory.rewritings.splice(0);
  memory.byHand.clear();
  await checkIdle(scene, memory);
  if (isIdle(memory.settled)) memory.idleSince ??= (await audit.writes(namespace.name)).length;
}

function violationsOf(happening: Happening, { mayRewrite, mayEnd }: Memory): readonly string[] {
  switch (happening.kind) {
    case 'template changed': {
      const { workload, before, after } = happening;
      if (mayRewrite.has(workload)) return [];
      const fields = differences(before['spec'].template, after['spec'].template).join(', ');
      return [`nothing may restart ${workload}, but its template changed: ${fields}`];
    }
    case 'pod ended': {
      const { workload, pod } = happening;
      return mayEnd.has(workload) ? [] : [`nothing may end a pod of ${workload}, but ${pod} ended`];
    }
    case 'two IXN pods':
      return [`two IXN pods are there at once: ${happening.pods}`];
    case 'claim gone':
      return [`the claim ${happening.claim} is gone`];
    case 'status':
      return statusViolations(happening.before, happening.after);
  }
}

/** Whether the operator is to write nothing but what it says of the instance. */
function isIdle({ model, obstacle }: Settled): boolean {
  return obstacle === 'invalid' || pauseOf(model) === 'All';
}

async function checkIdle({ audit, namespace }: WalkScene, { idleSince }: Memory): Promise<void> {
  if (idleSince === undefined) return;
  const writes = (await audit.writes(namespace.name)).slice(idleSince);
  const others = writes.filter(({ resource }) => resource !== 'interactionservers/status' && resource !== 'events');
  if (others.length > 0) throw new Error(`written during a pause of everything: ${inWords(others)}`);
}

/** A last operator looks at everything again and again, and writes nothing at all. */
async function standStill(scene: WalkScene, { settled }: Memory): Promise<void> {
  const { audit, namespace } = scene;
  await eventually('the records of old templates are gone', async () => {
    return (await namespace.list('controllerrevisions')).filter(isRecord).length === workloads.length || undefined;
  });
  // Events are told when there is time for it; nobody waits for the last one.
  await scene.stop();
  const before = (await audit.writes(namespace.name)).length;
  await scene.restart(settled.model.build, ['--resync-seconds', String(resyncSeconds)]);
  await sleep(resyncsMs);
  const writes = (await audit.writes(namespace.name)).slice(before);
  if (writes.length > 0) throw new Error(`written where nothing was to do: ${inWords(writes)}`);
}

/** The controllers of Kubernetes have revisions of their own. */
function isRecord({ metadata }: AnyObject): boolean {
  return metadata.name.includes('-template-');
}

/** Everything goes but the log volume. */
async function deleteInstance({ namespace, journal }: WalkScene): Promise<void> {
  await namespace.delete('interactionservers', instanceName);
  await eventually('the pods are gone', async () => journal.pods().length === 0 || undefined, restTimeoutMs);
  const [claim, ...others] = await namespace.list('persistentvolumeclaims');
  if (claim === undefined || others.length > 0 || claim.metadata.deletionTimestamp !== undefined) {
    throw new Error('the log volume did not stay');
  }
}

function inWords(writes: readonly AuditEvent[]): string {
  return writes.map(({ verb, resource, name = '', code }) => `${verb} ${resource} ${name} (${code})`).join(', ');
}

/** What went wrong, where, and how to see it again. */
function story({ seed, start, steps }: Walk, at: number, error: unknown, scene: WalkScene): string {
  const told = steps.map((step, index) => `${index === at ? '>' : ' '} ${index + 1}. ${wordsOf(step)}`);
  const place =
    at < 0 ? 'while the instance was made' : at >= steps.length ? 'after the last step' : `in step ${at + 1}`;
  const taken = steps
    .slice(0, at + 1)
    .map(wordsOf)
    .join('; ');
  return [
    `${place} of the walk ${seed}: ${error instanceof Error ? error.message : String(error)}`,
    ...told,
    `pending: ${JSON.stringify(scene.journal.instance()?.['status']?.pending)}`,
    `conditions: ${JSON.stringify(scene.journal.instance()?.['status']?.conditions)}`,
    `the pods ${start.pinned ? 'had a node of their own' : 'went to any node'}; the operator's log ends so:`,
    scene.operatorLog().slice(-maxLogLength),
    `again: WALKS=1 SEED=${seed} STEPS=${steps.length} npm run test:walks`,
    `only so far, and with steps left out as you like: SEED=${seed} WALK='${taken}' npm run test:walks`,
  ].join('\n');
}

const maxLogLength = 4_000;
