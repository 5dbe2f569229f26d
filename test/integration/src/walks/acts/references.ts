import { type Model, type ReferencedObject, type ReferenceName, referenceNames } from '../model.ts';
import type { Act, Move } from './act.ts';

function change(model: Model, name: ReferenceName, words: string, to: Partial<ReferencedObject>): Move {
  const references = { ...model.references, [name]: { ...model.references[name], ...to } };
  const after = { ...model, references };
  return { words: `${name} ${words}`, after, disturbs: [], perform: (scene) => scene.put(name, after) };
}

const those = (model: Model, isPresent: boolean) =>
  referenceNames.filter((name) => (model.references[name].state === 'present') === isPresent);

/** Values of keys in use change. */
export const rotation: Act = {
  weight: 10,
  hasty: true,
  moves: (model) =>
    those(model, true).map((name) => change(model, name, 'is rotated', { value: model.references[name].value + 1 })),
};

/** What nobody reads changes. */
export const unusedKey: Act = {
  weight: 4,
  hasty: true,
  onDeadNode: true,
  moves: (model) =>
    those(model, true).flatMap((name) => [
      change(model, name, 'has another value of an unused key', { unused: model.references[name].unused + 1 }),
      change(model, name, 'has another label', { label: model.references[name].label + 1 }),
    ]),
};

export const disappearance: Act = {
  weight: 4,
  moves: (model) =>
    those(model, true).flatMap((name) => [
      change(model, name, 'is deleted', { state: 'missing' }),
      change(model, name, 'loses a key', { state: 'keyless' }),
    ]),
};

export const reappearance: Act = {
  weight: 8,
  moves: (model) =>
    those(model, false).flatMap((name) => [
      change(model, name, 'is back as it was', { state: 'present' }),
      change(model, name, 'is back with another value', { state: 'present', value: model.references[name].value + 1 }),
    ]),
};
