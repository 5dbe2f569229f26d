import { isDeepStrictEqual } from 'node:util';
import { type Workload, workloads } from '@ixn/connections';
import { isBroken, type Model, pauseOf, perWorkload, readyPods, wantedInputs, wantedRest, wish } from './model.ts';

/** Why nothing, or not all, is done: the resource breaks a rule, or the API server refuses an object. */
export type Obstacle = 'none' | 'invalid' | 'refused';

/** What keeps a change back: `held` by a pause, a window or for want of a word; `behind` another workload that is not up. */
export type Waiting = 'none' | 'held from user' | 'held from operator' | 'behind';

/** Where everything comes to rest. */
export interface Settled {
  readonly model: Model;
  readonly obstacle: Obstacle;
  readonly waits: Readonly<Record<Workload, Waiting>>;
  /** Whether something else than pod templates waits for the end of a pause. */
  readonly restWaits: boolean;
  /** Workloads whose pods may be replaced on the way there. */
  readonly restarts: readonly Workload[];
}

/**
 * What the operator is to make of a situation, by what is promised to users: a pause holds everything or every restart; a
 * window holds restarts of what serves; what the operator alone changes waits for a window or a word; the nodes wait until IXN
 * is up. It is said here a second time, on purpose: in the operator the same comes out of records, fingerprints and watches.
 */
export function settle(start: Model): Settled {
  let model = start;
  const restarts = new Set<Workload>();
  const restWaits = () => model.drifted || !isDeepStrictEqual(model.rest, wantedRest(model));
  const end = (obstacle: Obstacle, waits = perWorkload((): Waiting => 'none')): Settled => {
    return { model, obstacle, waits, restWaits: restWaits(), restarts: [...restarts] };
  };
  if (pauseOf(model) === undefined) return end('invalid');
  for (;;) {
    const waits = waitsOf(model);
    if (pauseOf(model) === 'All') return end('none', waits);
    const now = workloads.filter((workload) => differs(model, workload) && waits[workload] === 'none');
    // What comes after IXN is tried together with whatever is written before it.
    const isTried = waits.ixnVQNode === 'behind' ? now.length > 0 || restWaits() : now.includes('ixnVQNode');
    if (model.refused && isTried) return end('refused', waits);
    model = { ...model, rest: wantedRest(model), drifted: false };
    const changing = now.filter(
      (workload) => !isDeepStrictEqual(given(model, workload, waits), model.running[workload]),
    );
    if (changing.length === 0) return end('none', waits);
    for (const workload of changing) {
      restarts.add(workload);
      model = give(model, workload, waits);
    }
  }
}

/** The same after a workload was given what is wanted of it; its pods are new. */
export function give(model: Model, workload: Workload, waits = waitsOf(model)): Model {
  const running = { ...model.running, [workload]: given(model, workload, waits) };
  return { ...model, running, faults: { ...model.faults, [workload]: 'none' } };
}

/** While the change of IXN is held, the others are led to the port that it serves. */
function given(model: Model, workload: Workload, waits: Settled['waits']) {
  const served = Number(model.running.ixnServer.inputs['ixnPort']);
  const ixnPort = waits.ixnServer === 'none' ? model.ixnPort : served;
  return { inputs: wantedInputs(model, workload, ixnPort), build: model.build };
}

function differs(model: Model, workload: Workload): boolean {
  return causeOf(model, workload) !== 'none';
}

function causeOf(model: Model, workload: Workload): 'none' | 'user' | 'operator' {
  const { inputs, build } = model.running[workload];
  if (!isDeepStrictEqual(inputs, wantedInputs(model, workload))) return 'user';
  return build === model.build ? 'none' : 'operator';
}

function waitsOf(model: Model): Settled['waits'] {
  const ixnServer = heldOf(model, 'ixnServer');
  const ixnGoes = differs(model, 'ixnServer') && ixnServer === 'none' && model.replicas.ixnServer > 0;
  const behind = ixnGoes || isBroken(model, 'ixnServer');
  const after = (workload: Workload): Waiting => {
    const held = heldOf(model, workload);
    return held === 'none' && differs(model, workload) && behind && !isFree(model, workload) ? 'behind' : held;
  };
  return { ixnServer, ixnNode: after('ixnNode'), ixnVQNode: after('ixnVQNode') };
}

function heldOf(model: Model, workload: Workload): Waiting {
  const cause = causeOf(model, workload);
  if (cause === 'none') return 'none';
  const held = cause === 'user' ? 'held from user' : 'held from operator';
  const pause = pauseOf(model);
  if (pause === 'All') return held;
  if (model.replicas[workload] === 0) return 'none';
  if (pause === 'Disruptive') return held;
  if (model.window === 'open' || model.released === wish(model)) return 'none';
  if (cause === 'operator') return held;
  return model.window === 'none' || isFree(model, workload) ? 'none' : held;
}

/** Whether new pods would interrupt nothing: it is to stop, it serves nobody, or what it was given last does not come up. */
function isFree(model: Model, workload: Workload): boolean {
  return model.replicas[workload] === 0 || readyPods(model, workload) === 0 || isBroken(model, workload);
}
