import { type Cache, createCache } from './cache.ts';
import type { Entry } from './entry-table.ts';
import { quietly } from './hooks.ts';
import { apiVersionOf, type KubeObject, refOf, resourceName } from './objects.ts';
import { type Reflector, runReflector } from './reflector.ts';
import { fieldSelectorMatcher, labelSelectorMatcher } from './selectors.ts';
import type { Store, StoreChange, StoreNote, StoreOptions, StoreTimings } from './store-types.ts';

const defaultTimings: StoreTimings = {
  pageSize: 500,
  listTimeoutMs: 60_000,
  watchTimeoutMs: 290_000,
  idleTimeoutMs: 150_000,
  backoffBaseMs: 200,
  backoffMaxMs: 30_000,
  retryAfterMaxMs: 60_000,
  healthyAfterMs: 5_000,
};

/** What the store knows of one namespace, or of all as one. */
interface Scope {
  readonly namespace: string | undefined;
  /** Everything up to this version is in the cache; undefined before the first list. */
  version: bigint | undefined;
  lastSignMs: number;
  /** As `performance.now()` counts, so that a clock that is set does not look like a watch that has died. */
  lastActiveMs: number;
  readonly synced: PromiseWithResolvers<void>;
}

/** Asks nothing of the server before `run`. */
export function createStore<T>(options: StoreOptions<T>): Store<T> {
  const { type, namespaces } = options;
  const resource = resourceName(type);
  if (namespaces !== 'all' && !type.namespaced) {
    throw new Error(`${resource} has no namespaces`);
  }
  const handlers = new Set<(change: StoreChange<T>) => void | Promise<void>>();
  const note = quietly(options.observe);

  function changed(change: StoreChange<T>): void {
    const report = (error: unknown) => note({ resource, kind: 'handlerThrew', ref: change.ref, error });
    for (const handler of handlers) {
      try {
        const settled = handler(change);
        if (settled instanceof Promise) {
          settled.catch(report);
        }
      } catch (error) {
        report(error);
      }
    }
  }

  const cache = createCache(options.project, options.indexes ?? {}, changed);
  const scopes = (namespaces === 'all' ? [undefined] : [...new Set(namespaces)]).map(createScope);
  const covers = coverage(options);
  let started = false;

  /** The object as it is kept; undefined, and reported, when it cannot be. */
  function entryOf(object: KubeObject): Entry<T> | undefined {
    try {
      return cache.entryOf(object);
    } catch (error) {
      note({ resource, kind: 'projectionThrew', ref: refOf(object), error });
      return undefined;
    }
  }

  return {
    resource,
    async run(signal) {
      if (started) {
        throw new Error('the store was run before');
      }
      started = true;
      await Promise.all(
        scopes.map((scope) => runReflector(reflectorFor(options, scope, cache, entryOf, note), signal)),
      );
    },
    synced: Promise.all(scopes.map((scope) => scope.synced.promise)).then(() => undefined),
    hasSynced: () => scopes.every((scope) => scope.version !== undefined),
    get: (ref) => cache.get(ref),
    list: (namespace) => cache.list(namespace),
    byIndex: (name, value) => cache.byIndex(name, value),
    subscribe(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    observeWrite(object) {
      const scope = scopes.find(({ namespace }) => namespace === undefined || namespace === object.metadata.namespace);
      const entry = scope !== undefined && covers(object) ? entryOf(object) : undefined;
      // What the watch has already gone past it has told, and maybe that the object was deleted since.
      if (entry !== undefined && entry.version > (scope?.version ?? -1n)) {
        cache.put(entry);
      }
    },
    observeDelete: (ref, uid) => cache.forget(ref, uid),
    lastActivityAgeMs: (nowMs = performance.now()) => Math.max(0, ...scopes.map((scope) => nowMs - scope.lastActiveMs)),
    lastEventAgeMs: (nowMs = Date.now()) => Math.max(0, ...scopes.map((scope) => nowMs - scope.lastSignMs)),
  };
}

function createScope(namespace: string | undefined): Scope {
  const synced = Promise.withResolvers<void>();
  return { namespace, version: undefined, lastSignMs: Date.now(), lastActiveMs: performance.now(), synced };
}

function reflectorFor<T>(
  options: StoreOptions<T>,
  scope: Scope,
  cache: Cache<T>,
  entryOf: (object: KubeObject) => Entry<T> | undefined,
  note: (note: StoreNote) => void,
): Reflector {
  const { transport, type, labelSelector, fieldSelector, metadataOnly, timings } = options;
  const { namespace } = scope;
  const about = { resource: resourceName(type), ...(namespace === undefined ? {} : { namespace }) };
  let listed: Entry<T>[] = [];
  const isAlive = () => {
    scope.lastSignMs = Date.now();
    scope.lastActiveMs = performance.now();
  };
  const reached = (version: string) => {
    scope.version = BigInt(version);
    isAlive();
  };
  return {
    transport,
    type,
    selection: { namespace, labelSelector, fieldSelector, metadataOnly },
    timings: { ...defaultTimings, ...timings },
    streamedList: options.streamedList ?? false,
    note(detail) {
      scope.lastActiveMs = performance.now();
      note({ ...about, ...detail });
    },
    handlers: {
      listStarted() {
        listed = [];
      },
      page(objects) {
        listed.push(...objects.map(entryOf).filter((entry) => entry !== undefined));
        isAlive();
      },
      dropped(object) {
        listed = listed.filter(
          ({ ref }) => ref.name !== object.metadata.name || ref.namespace !== object.metadata.namespace,
        );
      },
      listed(version, rewound) {
        cache.replace(namespace, listed, BigInt(version), rewound);
        listed = [];
        reached(version);
        scope.synced.resolve();
      },
      put(object) {
        const entry = entryOf(object);
        if (entry === undefined) {
          cache.remove(refOf(object), BigInt(object.metadata.resourceVersion ?? 0), '');
        } else {
          cache.put(entry);
        }
      },
      removed: (object, version) => cache.remove(refOf(object), BigInt(version), object.metadata.uid ?? ''),
      reached,
    },
  };
}

/** Whether the store would hold the object, were it written now. */
function coverage<T>({ type, labelSelector, fieldSelector }: StoreOptions<T>): (object: KubeObject) => boolean {
  const labelsMatch = labelSelectorMatcher(labelSelector ?? '');
  const fieldsMatch = fieldSelectorMatcher(fieldSelector ?? '');
  return (object) =>
    object.kind === type.kind && object.apiVersion === apiVersionOf(type) && labelsMatch(object) && fieldsMatch(object);
}
