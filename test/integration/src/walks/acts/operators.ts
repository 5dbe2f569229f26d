import type { Act } from './act.ts';

/** The operator is killed and started again. */
export const restarted: Act = {
  weight: 6,
  onDeadNode: true,
  moves: (model) => [
    {
      words: 'the operator is killed and started again',
      after: model,
      disturbs: [],
      perform: (scene) => scene.restart(model.build),
    },
  ],
};

/** Another version takes its place: that alone restarts nothing. */
export const replaced: Act = {
  weight: 8,
  onDeadNode: true,
  moves: (model) => {
    const build = model.build === 'this' ? 'next' : 'this';
    return [
      {
        words: `the operator of ${build} build takes over`,
        after: { ...model, build },
        disturbs: [],
        perform: (scene) => scene.restart(build),
      },
    ];
  },
};
