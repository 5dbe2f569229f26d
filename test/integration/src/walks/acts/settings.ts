import { workloads } from '@ixn/connections';
import { type Act, edit } from './act.ts';

export const level: Act = {
  weight: 4,
  hasty: true,
  moves: (model) => {
    const other = model.level === 'info' ? 'debug' : 'info';
    return [edit(`ixnNode gets the log level ${other}`, { ...model, level: other })];
  },
};

export const ports: Act = {
  weight: 4,
  hasty: true,
  moves: (model) => {
    const ixnPort = model.ixnPort === 7001 ? 7011 : 7001;
    const vqPort = model.vqPort === 7002 ? 7012 : 7002;
    return [
      edit(`ixnServer gets the port ${ixnPort}`, { ...model, ixnPort }),
      edit(`ixnVQNode gets the port ${vqPort}`, { ...model, vqPort }),
    ];
  },
};

export const resources: Act = {
  weight: 4,
  hasty: true,
  moves: (model) =>
    workloads.map((workload) => {
      const memory = model.memory[workload] === 256 ? 512 : 256;
      const after = { ...model, memory: { ...model.memory, [workload]: memory } };
      return edit(`${workload} gets a memory limit of ${memory}Mi`, after);
    }),
};

/** Restarts nothing. */
export const networkPolicy: Act = {
  weight: 4,
  hasty: true,
  moves: (model) =>
    (['Ingress', 'Full', 'Off'] as const)
      .filter((policy) => policy !== model.policy)
      .map((policy) => edit(`the network policy becomes ${policy}`, { ...model, policy })),
};
