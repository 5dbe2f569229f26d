import { afterEach, beforeEach, expect, vi } from 'vitest';
import { type FakeApi, startFakeApi } from './fake-api.testing.ts';
import { configMaps, isTestConfigMap, type TestConfigMap } from './fake-config-maps.testing.ts';
import { createStore } from './store.ts';
import type { Store, StoreChange, StoreNote, StoreOptions } from './store-types.ts';
import { createTransport } from './transport.ts';
import type { Transport } from './transport-types.ts';

export interface RunningStore {
  readonly store: Store<TestConfigMap>;
  readonly changes: StoreChange<TestConfigMap>[];
  readonly notes: StoreNote[];
  /** Every note in a word: `kind`, `kind failure`, or `cause failure -> what comes next`. */
  story(): string[];
  stop(): Promise<void>;
  /** Resolves when the store holds exactly what the server holds. */
  untilEqual(): Promise<void>;
}

export interface StoreHarness {
  readonly api: FakeApi;
  readonly transport: Transport;
  runStore(options?: Partial<StoreOptions<TestConfigMap>>): RunningStore;
  untilWatching(count?: number): Promise<void>;
}

const patience = { timeout: 10_000, interval: 5 };

/** Gives each test of a file a fake API server, and ends it with the stores that ran against it; back-offs are short. */
export function useStoreHarness(): StoreHarness {
  let parts: { readonly api: FakeApi; readonly transport: Transport } | undefined;
  let stops: (() => Promise<void>)[] = [];

  function current() {
    if (parts === undefined) {
      throw new Error('no test is running');
    }
    return parts;
  }

  beforeEach(async () => {
    const api = await startFakeApi();
    parts = { api, transport: createTransport({ kubeConfig: api.kubeConfig, userAgent: 'test' }) };
  });
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    stops = [];
    await parts?.transport.close();
    await parts?.api.stop();
    parts = undefined;
  });
  return {
    get api() {
      return current().api;
    },
    get transport() {
      return current().transport;
    },
    runStore(options) {
      const running = run(current().api, current().transport, options);
      stops.push(() => running.stop());
      return running;
    },
    untilWatching: (count = 1) => vi.waitFor(() => expect(current().api.watches()).toHaveLength(count), patience),
  };
}

function run(api: FakeApi, transport: Transport, options: Partial<StoreOptions<TestConfigMap>> = {}): RunningStore {
  const changes: StoreChange<TestConfigMap>[] = [];
  const notes: StoreNote[] = [];
  const store = createStore<TestConfigMap>({
    transport,
    type: configMaps,
    namespaces: 'all',
    project: (object) => (isTestConfigMap(object) ? object : { ...object, data: {} }),
    observe: (note) => notes.push(note),
    ...options,
    timings: { backoffBaseMs: 5, backoffMaxMs: 20, ...options.timings },
  });
  store.subscribe((change) => {
    changes.push(change);
  });
  const controller = new AbortController();
  const running = store.run(controller.signal);
  return {
    store,
    changes,
    notes,
    story: () => notes.map(wordFor),
    stop() {
      controller.abort();
      return running;
    },
    untilEqual: () => vi.waitFor(() => expect(byName(store.list())).toEqual(byName(api.objects())), patience),
  };
}

function wordFor(note: StoreNote): string {
  const failure = 'failure' in note && note.failure !== undefined ? ` ${note.failure.code}` : '';
  return note.kind === 'watchEnded' ? `${note.cause}${failure} -> ${note.next}` : `${note.kind}${failure}`;
}

function byName(objects: readonly TestConfigMap[]): readonly TestConfigMap[] {
  return objects.toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name));
}

/** `added a`, `changed a`, `deleted a`. */
export function wordsFor(changes: readonly StoreChange<TestConfigMap>[]): string[] {
  return changes.map(({ kind, ref }) => `${kind} ${ref.name}`);
}
