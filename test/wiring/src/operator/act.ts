import type { DependencyName, failureTable } from '../failure-table.ts';
import type { Scene } from './scene.ts';

/** How one failure is made, and taken back. */
export interface Act {
  readonly make: () => unknown;
  readonly mend: () => unknown;
}

/** An act for each failure that the table has of a dependency. */
export type ActsOf<Name extends DependencyName> = Readonly<Record<keyof (typeof failureTable)[Name]['failures'], Act>>;

/** A dependency that stands, an instance that uses it, and what can be done to it. */
export interface Play<Name extends DependencyName> {
  /** Name of the InteractionServer. */
  readonly instance: string;
  readonly acts: ActsOf<Name>;
  readonly end: () => Promise<unknown>;
}

/** A play of any of them. */
export interface AnyPlay {
  readonly instance: string;
  readonly acts: Readonly<Record<string, Act>>;
  readonly end: () => Promise<unknown>;
}

/** Lays a patch over the spec of an instance, and another one to take it back. */
export function specAct(scene: Scene, instance: string, broken: object, well: object): Act {
  return {
    make: () => scene.patch('interactionservers', instance, { spec: broken }),
    mend: () => scene.patch('interactionservers', instance, { spec: well }),
  };
}

/** Changes keys of a Secret. */
export function secretAct(scene: Scene, name: string, broken: Texts, well: Texts): Act {
  return {
    make: () => scene.patch('secrets', name, { stringData: broken }),
    mend: () => scene.patch('secrets', name, { stringData: well }),
  };
}

/** Deletes a Secret, and makes it again. */
export function missingSecretAct(scene: Scene, secret: SecretObject): Act {
  return { make: () => scene.remove('secrets', secret.metadata.name), mend: () => scene.apply(secret) };
}

type Texts = Readonly<Record<string, string>>;

export interface SecretObject {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: { readonly name: string };
  readonly stringData: Texts;
}

export function secretObject(name: string, stringData: Texts): SecretObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData };
}

/** All passwords, users and documents of the scene have this in them, which nothing that the operator writes may have. */
export const canary = 'canary7Qx';
