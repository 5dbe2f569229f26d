import { describe, expect, it, vi } from 'vitest';
import { configMaps, isTestConfigMap } from './fake-config-maps.testing.ts';
import { refuse } from './fake-server.testing.ts';
import { createStore } from './store.ts';
import { useStoreHarness, wordsFor } from './store-harness.testing.ts';

const harness = useStoreHarness();

describe('a store', () => {
  it('lists in pages, then follows every change', async () => {
    for (let n = 0; n < 7; n += 1) {
      harness.api.put(`c${n}`);
    }
    const running = harness.runStore({ timings: { pageSize: 3 } });
    expect(running.store.hasSynced()).toBe(false);
    await running.store.synced;
    expect([running.store.hasSynced(), harness.api.count('list')]).toEqual([true, 3]);
    await harness.untilWatching();
    running.changes.length = 0;
    harness.api.put('c1', 'new');
    harness.api.remove('c2');
    harness.api.put('c9');
    await running.untilEqual();
    expect(wordsFor(running.changes)).toEqual(['changed c1', 'deleted c2', 'added c9']);
    expect(running.changes[0]).toMatchObject({ before: { data: { value: '' } }, after: { data: { value: 'new' } } });
    expect(harness.api.requests.at(-1)?.url.searchParams.get('allowWatchBookmarks')).toBe('true');
  });

  it('keeps fields that no type knows, and gives items their apiVersion and kind', async () => {
    harness.api.put('a', 'x');
    harness.api.silently(() => Object.assign(harness.api.objects()[0] ?? {}, { novelty: { deep: [1, { x: null }] } }));
    const running = harness.runStore();
    await running.store.synced;
    expect(running.store.get({ namespace: 'default', name: 'a' })).toEqual({
      ...harness.api.objects()[0],
      apiVersion: 'v1',
      kind: 'ConfigMap',
      novelty: { deep: [1, { x: null }] },
    });
  });

  it('survives handlers that throw, reject or never settle, and tells of them', async () => {
    const { store, changes, notes } = harness.runStore();
    store.subscribe(() => {
      throw new Error('thrown');
    });
    store.subscribe(async () => {
      throw new Error('rejected');
    });
    store.subscribe(() => new Promise(() => undefined));
    await harness.untilWatching();
    harness.api.put('a');
    harness.api.put('b');
    await vi.waitFor(() => expect(wordsFor(changes)).toEqual(['added a', 'added b']));
    const errors = () => notes.flatMap((note) => (note.kind === 'handlerThrew' ? [String(note.error)] : []));
    await vi.waitFor(() => expect(errors().filter((error) => error === 'Error: thrown')).toHaveLength(2));
    expect(errors().filter((error) => error === 'Error: rejected')).toHaveLength(2);
  });

  it('tells a handler nothing more once it has unsubscribed', async () => {
    const { store } = harness.runStore();
    const heard: string[] = [];
    const unsubscribe = store.subscribe(({ ref }) => {
      heard.push(ref.name);
    });
    await harness.untilWatching();
    harness.api.put('a');
    await vi.waitFor(() => expect(heard).toEqual(['a']));
    unsubscribe();
    harness.api.put('b');
    await vi.waitFor(() => expect(store.list()).toHaveLength(2));
    expect(heard).toEqual(['a']);
  });

  it('leaves out, and tells of, an object that cannot be projected', async () => {
    harness.api.put('good');
    harness.api.put('bad');
    const { store, notes } = harness.runStore({
      project(object) {
        if (!isTestConfigMap(object) || object.metadata.name === 'bad' || object.data['value'] === 'bad') {
          throw new Error('unreadable');
        }
        return object;
      },
    });
    await harness.untilWatching();
    expect(store.list().map(({ metadata }) => metadata.name)).toEqual(['good']);
    harness.api.put('good', 'bad');
    await vi.waitFor(() => expect(store.list()).toEqual([]));
    expect(notes.filter(({ kind }) => kind === 'projectionThrew')).toHaveLength(2);
  });

  it('survives a hook that throws', async () => {
    const running = harness.runStore({
      observe() {
        throw new Error('hook');
      },
    });
    await running.store.synced;
    harness.api.put('a');
    await running.untilEqual();
    expect(running.store.list()).toHaveLength(1);
  });

  it('follows several namespaces with one watch each, and is synced when all are', async () => {
    harness.api.put('a', '', 'one');
    harness.api.put('b', '', 'two');
    harness.api.put('c', '', 'three');
    let held: (() => void) | undefined;
    harness.api.intercept((request) => {
      if (request.kind === 'list' && request.url.pathname.includes('/two/') && held === undefined) {
        held = () => refuse(request, 500);
        return true;
      }
      return false;
    });
    const { store } = harness.runStore({ namespaces: ['one', 'two'] });
    await vi.waitFor(() => expect(store.list()).toHaveLength(1));
    expect(store.hasSynced()).toBe(false);
    held?.();
    await store.synced;
    expect([store.list('one').length, store.list('two').length, store.list('three').length]).toEqual([1, 1, 0]);
    await harness.untilWatching(2);
  });

  it('asks for the selected objects, and for metadata alone when told to', async () => {
    harness.runStore({ labelSelector: 'app=x', fieldSelector: 'metadata.name=a', metadataOnly: true });
    await harness.untilWatching();
    for (const { url } of harness.api.requests) {
      expect([url.searchParams.get('labelSelector'), url.searchParams.get('fieldSelector')]).toEqual([
        'app=x',
        'metadata.name=a',
      ]);
    }
    expect(harness.api.requests.map(({ headers }) => headers.accept)).toEqual([
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    ]);
  });

  it('refuses namespaces for a type that has none, and a second run', async () => {
    const nodes = { ...configMaps, plural: 'nodes', kind: 'Node', namespaced: false };
    const options = { transport: harness.transport, type: nodes, namespaces: ['a'], project: String };
    expect(() => createStore(options)).toThrow('nodes has no namespaces');
    const { store } = harness.runStore();
    await expect(store.run(new AbortController().signal)).rejects.toThrow('run before');
  });
});
