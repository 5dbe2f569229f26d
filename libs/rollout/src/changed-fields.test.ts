import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changedFields } from './changed-fields.ts';

describe('changedFields', () => {
  it.each<[string, unknown, unknown, readonly string[]]>([
    ['finds nothing between equal values', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
    ['names a field that has another value', { spec: { replicas: 1 } }, { spec: { replicas: 2 } }, ['spec.replicas']],
    ['names a field that is new, and one that is gone', { a: 1 }, { b: 1 }, ['a', 'b']],
    [
      'names items of a list by their names',
      {
        containers: [
          { name: 'ixn', image: '1' },
          { name: 'log', image: '1' },
        ],
      },
      {
        containers: [
          { name: 'log', image: '2' },
          { name: 'ixn', image: '1' },
        ],
      },
      ['containers[log].image'],
    ],
    [
      'names items of a list by their places where they have no names',
      { args: ['a', 'b'] },
      { args: ['a', 'c'] },
      ['args[1]'],
    ],
    ['names a list that has another order only', [{ name: 'a' }, { name: 'b' }], [{ name: 'b' }, { name: 'a' }], ['']],
    ['names a value that became a list', { a: { b: 1 } }, { a: [1] }, ['a']],
    ['puts a key with dots in brackets', { labels: { 'a.b/c': '1' } }, { labels: { 'a.b/c': '2' } }, ['labels[a.b/c]']],
  ])('%s', (_, before, after, paths) => {
    expect(changedFields(before, after).map(({ path }) => path)).toEqual(paths);
  });

  it('gives both values', () => {
    expect(changedFields({ a: 1 }, { a: { b: 2 } })).toEqual([{ path: 'a', before: 1, after: { b: 2 } }]);
  });

  it('finds something exactly where two JSON values differ', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const [left, right]: unknown[] = [before, after].map((value) => JSON.parse(JSON.stringify(value)));
        expect(changedFields(left, left)).toEqual([]);
        expect(changedFields(left, right).length === 0).toBe(isDeepStrictEqual(left, right));
      }),
    );
  });
});
