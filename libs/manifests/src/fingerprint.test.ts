import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

describe('fingerprint', () => {
  it('is sixteen hexadecimal digits, and never changes between versions of the operator', () => {
    // A new way to count would make every object look changed after an upgrade.
    expect(fingerprint({ a: 1, b: ['x', null, true] })).toBe('f3b8a4ec6b2ad166');
  });

  it('does not depend on the order of keys, at any depth', () => {
    expect(fingerprint({ a: { b: 1, c: [{ d: 2, e: 3 }] }, f: 4 })).toBe(
      fingerprint({ f: 4, a: { c: [{ e: 3, d: 2 }], b: 1 } }),
    );
  });

  it.each([
    ['the order of a list', { a: [1, 2] }, { a: [2, 1] }],
    ['a value', { a: 1 }, { a: 2 }],
    ['the type of a value', { a: 1 }, { a: '1' }],
    ['a key', { a: 1 }, { b: 1 }],
    ['a list with one item in place of the item', { a: [1] }, { a: 1 }],
    ['an empty object in place of none', { a: {} }, {}],
  ])('tells apart %s', (_, one, other) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other));
  });

  it('does not see fields that are undefined, as they are not sent', () => {
    expect(fingerprint({ a: 1, b: undefined })).toBe(fingerprint({ a: 1 }));
  });
});
