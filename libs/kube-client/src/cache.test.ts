import { describe, expect, it } from 'vitest';
import { createCache } from './cache.ts';
import type { KubeObject } from './objects.ts';
import type { StoreChange } from './store-types.ts';

interface Item {
  readonly name: string;
  readonly version: number;
  readonly owner: string;
}

function cacheWithChanges() {
  const changes: string[] = [];
  const record = (change: StoreChange<Item>) => {
    const item = change.kind === 'deleted' ? change.before : change.after;
    changes.push(`${change.kind} ${item.name}@${item.version}`);
  };
  const cache = createCache<Item>(
    (object) => ({
      name: object.metadata.name,
      version: Number(object.metadata.resourceVersion),
      owner: object.metadata.labels?.['owner'] ?? '',
    }),
    { owner: (item) => (item.owner === '' ? [] : [item.owner, item.owner]) },
    record,
  );
  return { cache, changes };
}

function made(
  name: string,
  version: number | bigint,
  details: { uid?: string; owner?: string; namespace?: string } = {},
) {
  const { uid = 'u', owner = '', namespace = 'n' } = details;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, uid, resourceVersion: String(version), labels: { owner } },
  } satisfies KubeObject;
}

const ref = { namespace: 'n', name: 'a' };

describe('a cache', () => {
  it('takes the newest of what it is told, in whatever order', () => {
    const { cache, changes } = cacheWithChanges();
    for (const version of [5, 4, 5, 10, 9]) {
      cache.put(cache.entryOf(made('a', version)));
    }
    expect([cache.get(ref)?.version, changes]).toEqual([10, ['added a@5', 'changed a@10']]);
  });

  it('compares versions as numbers of any size', () => {
    const { cache } = cacheWithChanges();
    cache.put(cache.entryOf(made('a', 9007199254740993n)));
    cache.put(cache.entryOf(made('a', 9007199254740992n)));
    cache.remove(ref, 9007199254740992n, 'u');
    expect(cache.get(ref)).toBeDefined();
    cache.remove(ref, 9007199254740994n, 'u');
    expect(cache.get(ref)).toBeUndefined();
  });

  it('tells of an object made again under its name as of a deletion and an addition', () => {
    const { cache, changes } = cacheWithChanges();
    cache.put(cache.entryOf(made('a', 1, { uid: 'old' })));
    cache.put(cache.entryOf(made('a', 7, { uid: 'new' })));
    cache.remove(ref, 6n, 'u'); // the deletion of the old one, told late
    expect([cache.get(ref)?.version, changes]).toEqual([7, ['added a@1', 'deleted a@1', 'added a@7']]);
  });

  it('drops on a list what is gone, but nothing that was written after the list', () => {
    const { cache, changes } = cacheWithChanges();
    for (const [name, version] of [
      ['gone', 3],
      ['kept', 4],
      ['written', 20],
    ] as const) {
      cache.put(cache.entryOf(made(name, version)));
    }
    changes.length = 0;
    cache.replace(undefined, [cache.entryOf(made('kept', 4)), cache.entryOf(made('new', 9))], 10n, false);
    expect(changes).toEqual(['deleted gone@3', 'added new@9']);
    expect(cache.list(undefined).map(({ name }) => name)).toEqual(['kept', 'written', 'new']);
  });

  it('does not go back to an older state that a list tells of', () => {
    const { cache } = cacheWithChanges();
    cache.put(cache.entryOf(made('a', 20)));
    cache.replace(undefined, [cache.entryOf(made('a', 5))], 10n, false);
    expect(cache.get(ref)?.version).toBe(20);
  });

  it('replaces by a list only what belongs to its namespace', () => {
    const { cache } = cacheWithChanges();
    cache.put(cache.entryOf(made('a', 1, { namespace: 'other' })));
    cache.put(cache.entryOf(made('a', 2)));
    cache.replace('n', [], 10n, false);
    expect([cache.list('n'), cache.list('other').length, cache.list(undefined).length]).toEqual([[], 1, 1]);
  });

  it('believes the list alone after the server was restored from a backup', () => {
    const { cache, changes } = cacheWithChanges();
    cache.put(cache.entryOf(made('a', 50)));
    cache.put(cache.entryOf(made('b', 60)));
    changes.length = 0;
    cache.replace(undefined, [cache.entryOf(made('a', 5))], 10n, true);
    expect([cache.get(ref)?.version, changes]).toEqual([5, ['deleted a@50', 'deleted b@60', 'added a@5']]);
  });

  it('keeps its indexes in step with the items', () => {
    const { cache } = cacheWithChanges();
    cache.put(cache.entryOf(made('a', 1, { owner: 'x' })));
    cache.put(cache.entryOf(made('b', 2, { owner: 'x' })));
    cache.put(cache.entryOf(made('c', 3)));
    const names = (value: string) => cache.byIndex('owner', value).map(({ name }) => name);
    expect([names('x'), names('y'), names('')]).toEqual([['a', 'b'], [], []]);
    cache.put(cache.entryOf(made('a', 4, { owner: 'y' })));
    cache.remove({ namespace: 'n', name: 'b' }, 5n, 'u');
    expect([names('x'), names('y')]).toEqual([[], ['a']]);
    expect(() => cache.byIndex('none', 'x')).toThrow('no index none');
  });

  it('takes back what was forgotten only from a restored server', () => {
    const { cache } = cacheWithChanges();
    const mine = cache.entryOf(made('a', 5, { uid: 'mine' }));
    cache.put(mine);
    cache.forget(ref, 'mine');
    cache.replace(undefined, [mine], 4n, false); // a list from before
    expect(cache.get(ref)).toBeUndefined();
    cache.replace(undefined, [mine], 3n, true);
    expect(cache.get(ref)).toBeDefined();
  });

  it('remembers nothing of what was forgotten once the server no longer has it', () => {
    const { cache } = cacheWithChanges();
    const mine = cache.entryOf(made('a', 5, { uid: 'mine' }));
    for (const told of [() => cache.remove(ref, 6n, 'mine'), () => cache.replace('n', [], 6n, false)]) {
      cache.put(mine);
      cache.forget(ref, 'mine');
      told();
    }
    cache.put(mine);
    expect(cache.get(ref)).toBeDefined();
  });
});
