import { workloads } from '@ixn/connections';
import type { Model } from '../model.ts';
import { settle } from '../settle.ts';
import { wish } from '../model.ts';
import { type Act, edit } from './act.ts';

/** Windows come and go, and one that is open closes. */
export const windows: Act = {
  weight: 10,
  moves: (model) =>
    (['none', 'open', 'closed'] as const)
      .filter((window) => window !== model.window)
      .map((window) => edit(windowWords[window], { ...model, window })),
};

const windowWords = {
  none: 'there is no window any more',
  open: 'a window opens',
  closed: 'the window is closed',
} as const;

const pauses = ['None', 'Disruptive', 'All'] as const;

function pauseMoves(model: Model) {
  const { spec, annotation } = model.pause;
  return [
    ...pauses
      .filter((pause) => pause !== annotation && annotation !== 'Sometimes')
      .map((pause) => edit(`the annotation says the pause ${pause}`, { ...model, pause: { spec, annotation: pause } })),
    ...pauses
      .filter((pause) => pause !== spec)
      .map((pause) => edit(`the spec says the pause ${pause}`, { ...model, pause: { spec: pause, annotation } })),
  ];
}

export const pause: Act = { weight: 8, onDeadNode: true, moves: pauseMoves };

/** Both say that there is no pause. */
export const resume: Act = {
  weight: 8,
  onDeadNode: true,
  moves: (model) => {
    const { spec, annotation } = model.pause;
    if (annotation === 'Sometimes' || (spec === 'None' && annotation === 'None')) return [];
    return [edit('every pause ends', { ...model, pause: { spec: 'None', annotation: 'None' } })];
  },
};

/** The user says that what waits may go. */
export const release: Act = {
  weight: 10,
  moves: (model) => {
    const { waits, obstacle } = settle(model);
    const isHeld = workloads.some((workload) => waits[workload].startsWith('held'));
    if (!isHeld || obstacle !== 'none') return [];
    const after = { ...model, released: wish(model) };
    return [{ words: 'what is pending is released', after, disturbs: [], perform: (scene) => scene.release(after) }];
  },
};
