import { createEntryTable, type Entry } from './entry-table.ts';
import { type KubeObject, type ObjectRef, refOf } from './objects.ts';
import type { StoreChange } from './store-types.ts';

/**
 * The objects of one store. It takes news in any order and keeps the newest: resourceVersions of one resource are
 * numbers that grow with every write (Kubernetes API concepts, "Resource versions").
 */
export interface Cache<T> {
  /** Projects an object; throws what the projection or an index function throws. */
  entryOf(object: KubeObject): Entry<T>;
  get(ref: ObjectRef): T | undefined;
  list(namespace: string | undefined): readonly T[];
  byIndex(name: string, value: string): readonly T[];
  /** Takes the entry unless it has the same or a newer version. Another UID is a deletion and an addition. */
  put(entry: Entry<T>): void;
  /** Removes the object unless its version is newer than the deletion. */
  remove(ref: ObjectRef, version: bigint, uid: string): void;
  /** Removes the object with this UID, and takes no late news of it. Ignored when it holds no such object. */
  forget(ref: ObjectRef, uid: string): void;
  /**
   * What a complete list of a namespace (or of all) told at `listVersion`; what is newer than that stays. After a
   * restore from a backup versions are lower than before: `rewound` says so, and then the list counts alone.
   */
  replace(namespace: string | undefined, entries: readonly Entry<T>[], listVersion: bigint, rewound: boolean): void;
}

export function createCache<T>(
  project: (object: KubeObject) => T,
  indexes: Readonly<Record<string, (item: T) => readonly string[]>>,
  changed: (change: StoreChange<T>) => void,
): Cache<T> {
  const indexNames = Object.keys(indexes);
  const table = createEntryTable<T>(indexNames);
  /** What was forgotten, by UID, until the server tells by itself that it is gone. */
  const forgotten = new Map<string, ObjectRef>();

  function discard(entry: Entry<T>): void {
    table.drop(entry);
    changed({ kind: 'deleted', ref: entry.ref, before: entry.item });
  }

  function put(entry: Entry<T>): void {
    const { ref } = entry;
    if (forgotten.has(entry.uid)) {
      return;
    }
    const before = table.find(ref);
    if (before !== undefined && entry.version <= before.version) {
      return;
    }
    if (before?.uid === entry.uid) {
      table.set(entry);
      changed({ kind: 'changed', ref, before: before.item, after: entry.item });
      return;
    }
    if (before !== undefined) {
      discard(before);
    }
    table.set(entry);
    changed({ kind: 'added', ref, after: entry.item });
  }

  return {
    entryOf(object) {
      const { uid = '', resourceVersion = '' } = object.metadata;
      const item = project(object);
      const indexed = indexNames.map((name) => [...new Set(indexes[name]?.(item))]);
      return { ref: refOf(object), uid, version: BigInt(resourceVersion), item, indexed };
    },
    get: (ref) => table.find(ref)?.item,
    list: (namespace) => table.entries(namespace).map((entry) => entry.item),
    byIndex: (name, value) => table.byIndex(name, value).map((entry) => entry.item),
    put,
    remove(ref, version, uid) {
      forgotten.delete(uid);
      const before = table.find(ref);
      if (before !== undefined && before.version <= version) {
        discard(before);
      }
    },
    forget(ref, uid) {
      const before = table.find(ref);
      if (before?.uid === uid) {
        forgotten.set(uid, ref);
        discard(before);
      }
    },
    replace(namespace, entries, listVersion, rewound) {
      const listed = new Map(entries.map((entry) => [keyOf(entry.ref), entry]));
      for (const [uid, ref] of forgotten) {
        const isListed = listed.get(keyOf(ref))?.uid === uid;
        if ((namespace === undefined || namespace === ref.namespace) && (rewound || !isListed)) {
          forgotten.delete(uid);
        }
      }
      for (const before of table.entries(namespace)) {
        const after = listed.get(keyOf(before.ref));
        const gone = after === undefined && before.version <= listVersion;
        if (gone || (rewound && after?.version !== before.version)) {
          discard(before);
        }
      }
      for (const entry of entries) {
        put(entry);
      }
    },
  };
}

function keyOf({ namespace = '', name }: ObjectRef): string {
  return `${namespace}/${name}`;
}
