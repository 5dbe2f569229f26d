import { workloads } from '@ixn/connections';
import { killNode, reviveNode } from '@ixn/control-plane';
import { isBroken } from '../model.ts';
import { settle } from '../settle.ts';
import type { Act } from './act.ts';

/** The only node that takes the pods dies, silently; while it is dead no pod of it can end. */
export const nodeLost: Act = {
  weight: 6,
  moves: (model) => {
    const { waits, obstacle } = settle(model);
    const isCalm = workloads.every(
      (workload) =>
        (waits[workload] === 'none' || waits[workload] === 'held from operator') &&
        model.faults[workload] === 'none' &&
        !isBroken(model, workload),
    );
    if (!model.pinned || !isCalm || obstacle !== 'none') return [];
    return [
      {
        words: 'the node dies',
        after: { ...model, nodeDead: true },
        disturbs: [],
        perform: ({ namespace, node = '' }) => killNode(namespace, node),
      },
    ];
  },
};

export const nodeBack: Act = {
  weight: 12,
  onDeadNode: true,
  moves: (model) =>
    model.nodeDead
      ? [
          {
            words: 'the node is back',
            after: { ...model, nodeDead: false },
            disturbs: [],
            perform: ({ namespace, node = '' }) => reviveNode(namespace, node),
          },
        ]
      : [],
};
