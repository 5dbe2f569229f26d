import { describe, expect, it } from 'vitest';
import { fragmentsOf, mergedWith } from './fragments.ts';

const fence = '```';

describe('fragments', () => {
  it('are the blocks of YAML that have a spec and nothing else', () => {
    const page = `${fence}yaml\nspec: {a: 1}\n${fence}\n${fence}yaml\nstatus: {a: 1}\n${fence}\n${fence}yaml\nkind: A\nspec: {a: 1}\n${fence}\n`;
    expect(fragmentsOf(page)).toEqual([{ line: 2, spec: { a: 1 } }]);
  });

  it('are merged key by key, and lists as a whole', () => {
    const fields = { a: { b: 1, c: [1, 2] }, d: 1 };
    expect(mergedWith(fields, { a: { c: [3] }, e: { f: 1 } })).toEqual({ a: { b: 1, c: [3] }, d: 1, e: { f: 1 } });
  });
});
