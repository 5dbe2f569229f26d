import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownsExactly } from './owns-exactly.ts';

describe('ownsExactly', () => {
  it('is true for what a server records of any intent, and false when one leaf more or less is owned', () => {
    fc.assert(
      fc.property(tree(), fc.nat(), ({ value, fields }, seed) => {
        const intent = { spec: value };
        expect(ownsExactly(intent, { 'f:spec': fields })).toBe(true);
        const leaves = leafPaths(fields);
        const path = leaves[seed % leaves.length] ?? [];
        expect(ownsExactly(intent, withoutLeaf({ 'f:spec': fields }, ['f:spec', ...path]))).toBe(false);
        expect(ownsExactly(intent, { 'f:spec': fields, 'f:more': {} })).toBe(false);
        expect(ownsExactly({ ...intent, more: 1 }, { 'f:spec': fields })).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

type Fields = { readonly [path: string]: Fields };
interface Tree {
  readonly value: unknown;
  readonly fields: Fields;
}

/** A value with the field set that the server's algorithm gives it: granular maps, keyed lists, sets, atomics. */
function tree(): fc.Arbitrary<Tree> {
  const names = fc.stringMatching(/^[a-z][a-z./]{0,5}$/).filter((name) => name !== 'name');
  const { node } = fc.letrec<{ node: Tree }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom('x', 1, true, null, '').map((value) => ({ value, fields: {} })),
      fc.constantFrom({}, [], ['a', 'b'], { atomic: { map: 1 } }).map((value) => ({ value, fields: {} })),
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).map((value) => ({
        value,
        fields: Object.fromEntries(value.map((member) => [`v:${JSON.stringify(member)}`, {}])),
      })),
      fc.dictionary(names, tie('node'), { minKeys: 1, maxKeys: 4 }).map((children) => granular(children)),
      fc.dictionary(names, fc.dictionary(names, tie('node'), { maxKeys: 3 }), { minKeys: 1, maxKeys: 3 }).map(keyed),
    ),
  }));
  return fc.dictionary(names, node, { minKeys: 1, maxKeys: 4 }).map((children) => granular(children));
}

function granular(children: Record<string, Tree>): Tree {
  const entries = Object.entries(children);
  return {
    value: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    fields: Object.fromEntries(entries.map(([name, { fields }]) => [`f:${name}`, fields])),
  };
}

function keyed(items: Record<string, Record<string, Tree>>): Tree {
  const entries = Object.entries(items).map(([name, children]) => ({ name, ...granular(children) }));
  return {
    value: entries.map(({ name, value }) => ({ ...(value as object), name })),
    fields: Object.fromEntries(
      entries.map(({ name, fields }) => [`k:${JSON.stringify({ name })}`, { '.': {}, 'f:name': {}, ...fields }]),
    ),
  };
}

/** The paths of all leaves but `.`, and but the keys of items, which cannot be lost apart from their item. */
function leafPaths(fields: Fields, keyItem = false): string[][] {
  return Object.entries(fields).flatMap(([name, child]) => {
    if (name === '.' || (keyItem && name === 'f:name')) {
      return [];
    }
    const below = leafPaths(child, name.startsWith('k:')).map((path) => [name, ...path]);
    return below.length === 0 ? [[name]] : below;
  });
}

/** Without one leaf, nor the places that were there for its sake alone. */
function withoutLeaf(fields: Fields, [name = '', ...rest]: readonly string[]): Fields {
  const { [name]: child = {}, ...others } = fields;
  const left = rest.length === 0 ? {} : withoutLeaf(child, rest);
  return Object.keys(left).length === 0 ? others : { ...others, [name]: left };
}
