import type { Model } from '../model.ts';
import { type Act, edit } from './act.ts';

/** The API server does not take it, and everything stays as it is. */
export const invalidSpec: Act = {
  weight: 2,
  onDeadNode: true,
  moves: (model) => [
    {
      words: 'the spec gets a replica too few and is refused',
      after: model,
      disturbs: [],
      perform: async (scene) => {
        const impossible = { ...model, replicas: { ...model.replicas, ixnVQNode: -1 } };
        const refusal = await scene.say(impossible).then(
          () => undefined,
          (error: unknown) => String(error),
        );
        if (refusal === undefined) throw new Error('the API server took a spec with -1 replicas');
      },
    },
  ],
};

const annotated = (model: Model, annotation: Model['pause']['annotation']) => ({
  ...model,
  pause: { ...model.pause, annotation },
});

/** Only the operator can tell that a pause is none. */
export const unknownPause: Act = {
  weight: 2,
  moves: (model) =>
    model.pause.annotation === 'Sometimes'
      ? []
      : [edit('the annotation says a pause that nobody knows', annotated(model, 'Sometimes'))],
};

export const knownPause: Act = {
  weight: 14,
  moves: (model) =>
    model.pause.annotation === 'Sometimes'
      ? (['None', 'Disruptive', 'All'] as const).map((pause) =>
          edit(`the annotation says the pause ${pause} again`, annotated(model, pause)),
        )
      : [],
};

/** Only a dry run can tell that a podTemplate makes no pod. */
export const refusedTemplate: Act = {
  weight: 2,
  moves: (model) =>
    model.refused ? [] : [edit('ixnVQNode gets a podTemplate that makes no pod', { ...model, refused: true })],
};

export const mendedTemplate: Act = {
  weight: 14,
  moves: (model) =>
    model.refused ? [edit('ixnVQNode gets a good podTemplate again', { ...model, refused: false })] : [],
};
