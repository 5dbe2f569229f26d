import type { InstanceRef } from '@ixn/reconcile';
import type { Reference } from '@ixn/manifests';

/** A Secret or ConfigMap, as Kind/namespace/name. */
export type ReferencedObject = `${Reference['kind']}/${string}/${string}`;

export function referencedObject(kind: Reference['kind'], { namespace, name }: InstanceRef): ReferencedObject {
  return `${kind}/${namespace}/${name}`;
}

/** Which instances (as namespace/name) use which Secrets and ConfigMaps, as each said last. */
export interface ReferenceUsers {
  /** Notes all that an instance uses; nothing forgets it. */
  note(instance: string, objects: readonly ReferencedObject[]): void;
  of(object: ReferencedObject): readonly string[];
  /** Every object that somebody uses. */
  objects(): readonly ReferencedObject[];
}

export function createReferenceUsers(): ReferenceUsers {
  const objectsOf = new Map<string, readonly ReferencedObject[]>();
  const usersOf = new Map<ReferencedObject, Set<string>>();
  return {
    note(instance, objects) {
      for (const object of objectsOf.get(instance) ?? []) {
        const users = usersOf.get(object);
        users?.delete(instance);
        if (users?.size === 0) usersOf.delete(object);
      }
      if (objects.length === 0) objectsOf.delete(instance);
      else objectsOf.set(instance, objects);
      for (const object of objects) usersOf.set(object, (usersOf.get(object) ?? new Set()).add(instance));
    },
    of: (object) => [...(usersOf.get(object) ?? [])],
    objects: () => [...usersOf.keys()],
  };
}
