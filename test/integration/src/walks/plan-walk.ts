import { type Workload, workloads } from '@ixn/connections';
import { type Act, acts, type Move } from './acts/index.ts';
import { initialModel, missingImage, type Model, pauseOf } from './model.ts';
import { createRandom } from './random.ts';
import { type Settled, settle } from './settle.ts';

/** One step of a walk, with all that may come of it. */
export interface Step extends Move {
  /** Whether the next one comes before its work is done. */
  readonly hasty: boolean;
  /** Whether it may come before the work of the one before it is done. */
  readonly allowsHaste: boolean;
  readonly settled: Settled;
  /** Workloads whose template may change now, and those whose pods may end. */
  readonly mayRewrite: readonly Workload[];
  readonly mayEnd: readonly Workload[];
}

export interface Walk {
  readonly seed: number;
  readonly start: Model;
  readonly steps: readonly Step[];
}

/** Chooses a walk: the same for the same seed. */
export function planWalk(seed: number, length: number): Walk {
  const random = createRandom(seed);
  const start = initialModel(random.next() < shareOfPinned);
  const steps: Step[] = [];
  let model = start;
  while (steps.length < length) {
    const possible = acts
      .filter((act) => act.onDeadNode ?? !model.nodeDead)
      .map((act) => ({ ...act, moves: act.moves(model).filter((move) => comesToRest(model, move)) }))
      .filter(({ moves }) => moves.length > 0);
    const act = random.weighted(possible);
    const step = toStep(model, random.oneOf(act.moves), act, random.next() < shareOfHasty);
    steps.push(step);
    model = step.settled.model;
  }
  return { seed, start, steps: withoutHaste(steps) };
}

/** New pods on a dead node come up no sooner than old ones end there: a walk that waits for them would wait for ever. */
function comesToRest(model: Model, { after }: Move): boolean {
  return !model.nodeDead || !after.nodeDead || settle(after).restarts.length === 0;
}

/** A part of a walk, step by step in its own words: of a walk that failed, with steps left out. */
export function planGivenWalk(seed: number, words: readonly string[]): Walk {
  const start = initialModel(createRandom(seed).next() < shareOfPinned);
  const steps: Step[] = [];
  let model = start;
  for (const said of words) {
    const [text = '', haste] = said.split(' (in haste)');
    const found = acts
      .flatMap((act) => act.moves(model).map((move) => ({ act, move })))
      .find(({ move }) => move.words === text);
    if (found === undefined) throw new Error(`${text}: this is not possible here`);
    const step = toStep(model, found.move, found.act, haste !== undefined);
    steps.push(step);
    model = step.settled.model;
  }
  return { seed, start, steps: withoutHaste(steps) };
}

/** Walks whose pods have a node of their own, which can die. */
const shareOfPinned = 0.25;
const shareOfHasty = 0.3;

/** The step that a move makes; `haste` where the next one may come before its work is done, if that does no harm. */
export function toStep(before: Model, move: Move, act: Pick<Act, 'hasty'> = {}, haste = false): Step {
  const settled = settle(move.after);
  const resized = workloads.filter(
    (workload) => before.rest.replicas[workload] !== settled.model.rest.replicas[workload],
  );
  const mayRewrite = [...(move.rewrites ?? []), ...settled.restarts];
  const allowsHaste = act.hasty === true && isPlain(before) && isPlain(move.after);
  return {
    ...move,
    hasty: haste && allowsHaste,
    allowsHaste,
    settled,
    mayRewrite,
    mayEnd: [...move.disturbs, ...mayRewrite, ...resized],
  };
}

/** Whether the way does not matter for where it ends. */
function isPlain(model: Model): boolean {
  const isOneBuild = workloads.every((workload) => model.running[workload].build === model.build);
  const isSound = workloads.every((workload) => model.tags[workload] !== missingImage);
  return isOneBuild && isSound && pauseOf(model) === 'None' && model.window === 'none' && !model.refused;
}

/** What comes after a hasty step must bear it; a fault, say, needs its pods to be there. */
function withoutHaste(steps: readonly Step[]): readonly Step[] {
  return steps.map((step, at) => {
    const next = steps[at + 1];
    return next?.allowsHaste === true ? step : { ...step, hasty: false };
  });
}

/** A step as it is told to people, and as `planGivenWalk` takes it. */
export function wordsOf({ words, hasty }: Step): string {
  return hasty ? `${words} (in haste)` : words;
}
