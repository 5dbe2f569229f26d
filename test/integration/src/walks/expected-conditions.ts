import { type Workload, workloads } from '@ixn/connections';
import { isBroken, isMissing, type Model, pauseOf, perWorkload, readyPods } from './model.ts';
import type { Settled } from './settle.ts';

/** What the conditions are to say where everything is at rest; `undefined` where one is not to stand. */
export interface ExpectedConditions {
  readonly Ready: 'True' | 'False' | 'Unknown';
  readonly Reconciling: 'True' | undefined;
  readonly Stalled: 'True' | undefined;
  readonly UpdatePending: 'True' | undefined;
  /** Of each workload; undefined where the instance as a whole says enough. */
  readonly workloads: Readonly<Record<Workload, 'True' | 'False' | 'Unknown'>> | undefined;
}

/** The table of conditions, as a function: rows from the gravest to the lightest. */
export function expectedConditions(settled: Settled): ExpectedConditions {
  const { model, obstacle, waits } = settled;
  const states = perWorkload((workload) => stateOf(model, workload, waits[workload]));
  const is = (state: WorkloadState) => workloads.some((workload) => states[workload] === state);
  const held = holds(settled, 'held from user') || holds(settled, 'held from operator');
  const UpdatePending = held ? 'True' : undefined;
  const standing = perWorkload((workload) => statuses[states[workload]]);
  if (obstacle === 'invalid') {
    return { Ready: 'False', Reconciling: undefined, Stalled: 'True', UpdatePending: undefined, workloads: undefined };
  }
  if (obstacle === 'refused') {
    return { Ready: 'False', Reconciling: undefined, Stalled: 'True', UpdatePending, workloads: undefined };
  }
  if (is('lost') || isMissing(model)) {
    return { Ready: 'False', Reconciling: 'True', Stalled: undefined, UpdatePending, workloads: standing };
  }
  if (is('rolling') || holds(settled, 'held from user')) {
    return { Ready: 'Unknown', Reconciling: 'True', Stalled: undefined, UpdatePending, workloads: standing };
  }
  return { Ready: 'True', Reconciling: undefined, Stalled: undefined, UpdatePending, workloads: standing };
}

type WorkloadState = 'converged' | 'rolling' | 'lost';

const statuses = { converged: 'True', rolling: 'Unknown', lost: 'False' } as const;

function stateOf(model: Model, workload: Workload, waiting: Settled['waits'][Workload]): WorkloadState {
  if (isBroken(model, workload)) return 'rolling';
  if (readyPods(model, workload) < model.rest.replicas[workload]) return 'lost';
  return waiting === 'behind' ? 'rolling' : 'converged';
}

/** What else than a template a pause of everything holds is the user's. */
function holds({ model, waits, restWaits }: Settled, waiting: 'held from user' | 'held from operator'): boolean {
  if (waiting === 'held from user' && restWaits && pauseOf(model) === 'All') return true;
  return workloads.some((workload) => waits[workload] === waiting);
}
