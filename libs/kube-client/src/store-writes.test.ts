import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventLine, type FakeApi } from './fake-api.testing.ts';
import { type StoreHarness, startStoreHarness, wordsFor } from './store-harness.testing.ts';

let harness: StoreHarness;
let api: FakeApi;

beforeEach(async () => {
  harness = await startStoreHarness();
  api = harness.api;
});

afterEach(() => harness.dispose());

describe('a store that is told of a write', () => {
  const ref = { namespace: 'default', name: 'a' };

  it('shows it before the watch does, and tells of it once', async () => {
    const { store, changes } = harness.runStore();
    await harness.untilWatching();
    const [watch] = api.watches();
    const mine = api.silently(() => api.put('a', 'mine'));
    store.observeWrite(mine);
    expect(store.get(ref)?.data['value']).toBe('mine');
    watch?.write(eventLine({ type: 'ADDED', object: mine }));
    api.put('later');
    await vi.waitFor(() => expect(store.list()).toHaveLength(2));
    expect(wordsFor(changes)).toEqual(['added a', 'added later']);
  });

  it('does not go back when events from before the write arrive after it', async () => {
    const { store, changes } = harness.runStore();
    await harness.untilWatching();
    const [watch] = api.watches();
    const before = api.silently(() => api.put('a', 'before'));
    store.observeWrite(api.silently(() => api.put('a', 'mine')));
    watch?.write(eventLine({ type: 'ADDED', object: before }));
    api.put('later');
    await vi.waitFor(() => expect(store.list()).toHaveLength(2));
    expect([store.get(ref)?.data['value'], wordsFor(changes)]).toEqual(['mine', ['added a', 'added later']]);
  });

  it('keeps it when a list that is older than the write comes after it', async () => {
    api.put('old');
    let answer: (() => void) | undefined;
    const running = harness.runStore();
    await harness.untilWatching();
    api.intercept((request) => {
      if (request.kind === 'list' && answer === undefined) {
        const metadata = { resourceVersion: '101' };
        const items = api.objects().filter(({ metadata: { name } }) => name === 'old');
        answer = () => request.response.end(JSON.stringify({ metadata, items }));
        return true;
      }
      return false;
    });
    api.watches()[0]?.write('{"type":"ERROR","object":{"kind":"Status","code":410}}\n');
    await vi.waitFor(() => expect(answer).toBeDefined());
    const mine = api.put('a', 'mine');
    running.store.observeWrite(mine);
    answer?.();
    await vi.waitFor(() => expect(running.story().filter((word) => word === 'listed')).toHaveLength(2));
    expect(running.store.get(ref)).toEqual(mine);
    await running.untilEqual();
    expect(wordsFor(running.changes)).toEqual(['added old', 'added a']);
  });

  it('does not bring back an object whose deletion the watch has told already', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    const mine = api.put('a', 'mine');
    api.remove('a');
    api.put('later');
    await running.untilEqual();
    running.store.observeWrite(mine);
    expect(running.store.get(ref)).toBeUndefined();
  });

  it('tells of both when the write has made the object again', async () => {
    const old = api.put('a', 'old');
    const running = harness.runStore();
    await harness.untilWatching();
    running.changes.length = 0;
    const [watch] = api.watches();
    api.silently(() => api.remove('a'));
    const deleted = { ...old, metadata: { ...old.metadata, resourceVersion: String(api.version()) } };
    running.store.observeWrite(api.silently(() => api.put('a', 'mine')));
    watch?.write(eventLine({ type: 'DELETED', object: deleted }));
    api.put('later');
    await running.untilEqual();
    expect(wordsFor(running.changes)).toEqual(['deleted a', 'added a', 'added later']);
  });

  it('ignores objects that it does not cover', async () => {
    const { store } = harness.runStore({
      namespaces: ['default'],
      labelSelector: 'app=x',
      fieldSelector: 'metadata.name!=no',
    });
    await harness.untilWatching();
    api.silently(() => {
      store.observeWrite(api.put('a', '', 'other', { app: 'x' }));
      store.observeWrite(api.put('a', '', 'default', { app: 'y' }));
      store.observeWrite(api.put('no', '', 'default', { app: 'x' }));
      store.observeWrite({ ...api.put('b', '', 'default', { app: 'x' }), kind: 'Secret' });
      store.observeWrite({ ...api.put('b', '', 'default', { app: 'x' }), apiVersion: 'x.io/v1' });
    });
    expect(store.list()).toEqual([]);
    store.observeWrite(api.put('c', '', 'default', { app: 'x' }));
    expect(store.list()).toHaveLength(1);
  });
});
