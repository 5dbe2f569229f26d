import type { ObjectRef } from './objects.ts';

/** One object as a store keeps it. */
export interface Entry<T> {
  readonly ref: ObjectRef;
  readonly uid: string;
  readonly version: bigint;
  readonly item: T;
  /** The values of each index, in the order of the index names. */
  readonly indexed: readonly (readonly string[])[];
}

/** Entries by namespace and name, and by index values. No rules here: the last one set counts. */
export interface EntryTable<T> {
  find(ref: ObjectRef): Entry<T> | undefined;
  /** Of one namespace, or of all. */
  entries(namespace: string | undefined): Entry<T>[];
  byIndex(name: string, value: string): readonly Entry<T>[];
  set(entry: Entry<T>): void;
  drop(entry: Entry<T>): void;
}

export function createEntryTable<T>(indexNames: readonly string[]): EntryTable<T> {
  const namespaces = new Map<string, Map<string, Entry<T>>>();
  const indexes = indexNames.map(() => new Map<string, Set<Entry<T>>>());

  function find({ namespace = '', name }: ObjectRef): Entry<T> | undefined {
    return namespaces.get(namespace)?.get(name);
  }

  /** The index and the value of each place in which an entry stands. */
  function placesOf(entry: Entry<T>) {
    return indexes.flatMap((index, position) =>
      (entry.indexed[position] ?? []).map((value) => ({ index, value }) as const),
    );
  }

  function drop(entry: Entry<T>): void {
    const { namespace = '', name } = entry.ref;
    const names = namespaces.get(namespace);
    names?.delete(name);
    if (names?.size === 0) {
      namespaces.delete(namespace);
    }
    for (const { index, value } of placesOf(entry)) {
      const found = index.get(value);
      found?.delete(entry);
      if (found?.size === 0) {
        index.delete(value);
      }
    }
  }

  return {
    find,
    entries(namespace) {
      const wanted = namespace === undefined ? [...namespaces.values()] : [namespaces.get(namespace)];
      return wanted.flatMap((names) => [...(names?.values() ?? [])]);
    },
    byIndex(name, value) {
      const index = indexes[indexNames.indexOf(name)];
      if (index === undefined) {
        throw new Error(`the store has no index ${name}`);
      }
      return [...(index.get(value) ?? [])];
    },
    set(entry) {
      const { namespace = '', name } = entry.ref;
      const before = find(entry.ref);
      if (before !== undefined) {
        drop(before);
      }
      namespaces.set(namespace, (namespaces.get(namespace) ?? new Map<string, Entry<T>>()).set(name, entry));
      for (const { index, value } of placesOf(entry)) {
        index.set(value, (index.get(value) ?? new Set()).add(entry));
      }
    },
    drop,
  };
}
