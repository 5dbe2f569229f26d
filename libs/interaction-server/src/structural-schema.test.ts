import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toStructuralSchema } from './structural-schema.ts';

describe('toStructuralSchema', () => {
  it.each([
    ['a 32-bit integer', z.int32(), { type: 'integer', format: 'int32' }],
    ['an integer', z.int(), { type: 'integer', format: 'int64' }],
    ['an integer with bounds', z.int().min(-1).max(9), { type: 'integer', format: 'int32', minimum: -1, maximum: 9 }],
    ['a port', z.int32().min(1).max(65_535), { type: 'integer', format: 'int32', minimum: 1, maximum: 65_535 }],
    ['a text', z.string().min(1).max(9), { type: 'string', minLength: 1, maxLength: 9 }],
    [
      'a text or an integer',
      z.union([z.string().max(9), z.int32()]),
      { 'x-kubernetes-int-or-string': true, maxLength: 9 },
    ],
    ['a choice', z.enum(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
    ['a default', z.int32().default(7), { type: 'integer', format: 'int32', default: 7 }],
    ['a default of the whole', z.object({}).prefault({}), { type: 'object', properties: {}, default: {} }],
  ])('says %s as the API server does', (_, schema, structural) => {
    expect(toStructuralSchema(schema)).toEqual(structural);
  });

  it('throws for a union that a CRD cannot hold', () => {
    expect(() => toStructuralSchema(z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]))).toThrow(
      'a CRD takes no union',
    );
  });
});
