import { describe, expect, it, vi } from 'vitest';
import { eventLine } from './fake-api.testing.ts';
import { useStoreHarness, wordsFor } from './store-harness.testing.ts';

const harness = useStoreHarness();

describe('a store that is told of a write', () => {
  const ref = { namespace: 'default', name: 'a' };

  it('shows it before the watch does, and tells of it once', async () => {
    const { store, changes } = harness.runStore();
    await harness.untilWatching();
    const [watch] = harness.api.watches();
    const mine = harness.api.silently(() => harness.api.put('a', 'mine'));
    store.observeWrite(mine);
    expect(store.get(ref)?.data['value']).toBe('mine');
    watch?.write(eventLine({ type: 'ADDED', object: mine }));
    harness.api.put('later');
    await vi.waitFor(() => expect(store.list()).toHaveLength(2));
    expect(wordsFor(changes)).toEqual(['added a', 'added later']);
  });

  it('does not go back when events from before the write arrive after it', async () => {
    const { store, changes } = harness.runStore();
    await harness.untilWatching();
    const [watch] = harness.api.watches();
    const before = harness.api.silently(() => harness.api.put('a', 'before'));
    store.observeWrite(harness.api.silently(() => harness.api.put('a', 'mine')));
    watch?.write(eventLine({ type: 'ADDED', object: before }));
    harness.api.put('later');
    await vi.waitFor(() => expect(store.list()).toHaveLength(2));
    expect([store.get(ref)?.data['value'], wordsFor(changes)]).toEqual(['mine', ['added a', 'added later']]);
  });

  it('keeps it when a list that is older than the write comes after it', async () => {
    harness.api.put('old');
    let answer: (() => void) | undefined;
    const running = harness.runStore();
    await harness.untilWatching();
    harness.api.intercept((request) => {
      if (request.kind === 'list' && answer === undefined) {
        const metadata = { resourceVersion: '101' };
        const items = harness.api.objects().filter(({ metadata: { name } }) => name === 'old');
        answer = () => request.response.end(JSON.stringify({ metadata, items }));
        return true;
      }
      return false;
    });
    harness.api.watches()[0]?.write('{"type":"ERROR","object":{"kind":"Status","code":410}}\n');
    await vi.waitFor(() => expect(answer).toBeDefined());
    const mine = harness.api.put('a', 'mine');
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
    const mine = harness.api.put('a', 'mine');
    harness.api.remove('a');
    harness.api.put('later');
    await running.untilEqual();
    running.store.observeWrite(mine);
    expect(running.store.get(ref)).toBeUndefined();
  });

  it('tells of both when the write has made the object again', async () => {
    const old = harness.api.put('a', 'old');
    const running = harness.runStore();
    await harness.untilWatching();
    running.changes.length = 0;
    const [watch] = harness.api.watches();
    harness.api.silently(() => harness.api.remove('a'));
    const deleted = { ...old, metadata: { ...old.metadata, resourceVersion: String(harness.api.version()) } };
    running.store.observeWrite(harness.api.silently(() => harness.api.put('a', 'mine')));
    watch?.write(eventLine({ type: 'DELETED', object: deleted }));
    harness.api.put('later');
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
    harness.api.silently(() => {
      store.observeWrite(harness.api.put('a', '', 'other', { app: 'x' }));
      store.observeWrite(harness.api.put('a', '', 'default', { app: 'y' }));
      store.observeWrite(harness.api.put('no', '', 'default', { app: 'x' }));
      store.observeWrite({ ...harness.api.put('b', '', 'default', { app: 'x' }), kind: 'Secret' });
      store.observeWrite({ ...harness.api.put('b', '', 'default', { app: 'x' }), apiVersion: 'x.io/v1' });
    });
    expect(store.list()).toEqual([]);
    store.observeWrite(harness.api.put('c', '', 'default', { app: 'x' }));
    expect(store.list()).toHaveLength(1);
  });
});

describe('a store that is told of a deletion', () => {
  const ref = { namespace: 'default', name: 'a' };

  it('shows it before the watch does, takes no late news of the object, and tells of it once', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    const [watch] = harness.api.watches();
    const mine = harness.api.put('a', 'mine');
    await running.untilEqual();
    const late = harness.api.silently(() => harness.api.put('a', 'late'));
    harness.api.silently(() => harness.api.remove('a'));
    running.store.observeDelete(ref, mine.metadata.uid ?? '');
    expect(running.store.get(ref)).toBeUndefined();
    watch?.write(eventLine({ type: 'MODIFIED', object: late }));
    const deleted = { ...late, metadata: { ...late.metadata, resourceVersion: String(harness.api.version()) } };
    watch?.write(eventLine({ type: 'DELETED', object: deleted }));
    harness.api.put('later');
    await running.untilEqual();
    expect(wordsFor(running.changes)).toEqual(['added a', 'deleted a', 'added later']);
  });

  it('takes in the next object of that name', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    const mine = harness.api.put('a', 'mine');
    await running.untilEqual();
    running.store.observeDelete(ref, mine.metadata.uid ?? '');
    harness.api.remove('a');
    harness.api.put('a', 'next');
    await running.untilEqual();
    expect(running.store.get(ref)?.data['value']).toBe('next');
  });

  it('ignores a deletion of an object that it does not hold, such as the one before', async () => {
    const running = harness.runStore();
    await harness.untilWatching();
    const mine = harness.api.put('a', 'mine');
    await running.untilEqual();
    running.store.observeDelete(ref, 'another');
    running.store.observeDelete({ ...ref, name: 'b' }, mine.metadata.uid ?? '');
    await running.untilEqual();
    expect(running.store.get(ref)).toEqual(mine);
  });
});
