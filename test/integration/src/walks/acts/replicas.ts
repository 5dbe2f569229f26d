import { type Workload, workloads } from '@ixn/connections';
import { isBroken, type Model } from '../model.ts';
import { type Act, edit } from './act.ts';

const choices: Readonly<Record<Workload, readonly number[]>> = {
  ixnServer: [0, 1],
  ixnNode: [0, 1],
  ixnVQNode: [0, 1, 2, 3],
};

function moves(model: Model, wanted: (now: number, next: number) => boolean) {
  return workloads
    .filter((workload) => model.faults[workload] === 'none' && !isBroken(model, workload))
    .flatMap((workload) =>
      choices[workload]
        .filter((next) => next !== model.replicas[workload] && wanted(model.replicas[workload], next))
        .map((next) => {
          const replicas = { ...model.replicas, [workload]: next };
          return edit(`${workload} gets ${next} replicas`, { ...model, replicas }, [workload]);
        }),
    );
}

export const otherReplicas: Act = { weight: 6, moves: (model) => moves(model, () => true) };

/** What was stopped is started. */
export const started: Act = { weight: 8, moves: (model) => moves(model, (now) => now === 0) };
