import { describe, expect, it } from 'vitest';
import { createSharing } from './sharing.ts';

const uid = '3f1c';
const fields = (of: string) => ({
  'f:metadata': { 'f:ownerReferences': { [`k:{"uid":"${of}"}`]: { 'f:name': {} } } },
  'f:spec': { 'f:ports': {} },
});

describe('sharing', () => {
  it('changes no value', () => {
    const share = createSharing();
    for (const value of [fields(uid), [uid, { a: [uid] }], 'text', undefined, null]) {
      expect(share(structuredClone(value), uid)).toEqual(value);
      expect(share(structuredClone(value), undefined)).toEqual(value);
    }
  });

  it('gives the earlier one of equal values', () => {
    const share = createSharing();
    const first = share(fields(uid), undefined);
    expect(share(fields(uid), undefined)).toBe(first);
    expect(share(fields('other'), undefined)).not.toBe(first);
  });

  it('shares the parts of what is an object’s own', () => {
    const share = createSharing();
    expect(share(fields('a1'), 'a1')).toHaveProperty(['f:spec']);
    const specs = ['a1', 'b2'].map((of) => Object(share(fields(of), of))['f:spec']);
    expect(specs[0]).toBe(specs[1]);
  });
});
