import { podMergeSchema, strategicMergeCases } from '@ixn/test-kit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strategicMerge } from './strategic-merge.ts';

// test/integration/tests/strategic-merge.test.ts asks the real kubectl the same questions.

describe('strategicMerge', () => {
  it.each(strategicMergeCases)('merges as kubectl does: $name', ({ base, patch, merged }) => {
    expect(strategicMerge(base, patch, podMergeSchema)).toEqual(merged);
  });

  it.each([
    [
      'a container without a name is added',
      { containers: [{ image: 'b' }, { name: 'a' }] },
      { containers: [{ image: 'b' }] },
    ],
    ['a list in place of a map is taken', { affinity: [] }, { affinity: [] }],
    ['a text in place of a list is taken', { containers: 'b' }, { containers: 'b' }],
    ['a text among containers is added', { containers: ['b', { name: 'a' }] }, { containers: ['b'] }],
    [
      'a directive that is not known is left out',
      { containers: [{ name: 'a' }], hostIPC: true },
      { $patch: 'keep', hostIPC: true },
    ],
    ['retained keys that are no list are left out', { containers: [{ name: 'a' }] }, { $retainKeys: 'containers' }],
    ['an order that is no list is left out', { containers: [{ name: 'a' }] }, { '$setElementOrder/containers': {} }],
  ])('passes on what kubectl refuses, for the API server to refuse: %s', (_, spec, patch) => {
    const base = { spec: { containers: [{ name: 'a' }] } };
    const merged = strategicMerge(base, { spec: patch }, podMergeSchema);
    expect(merged['spec']).toMatchObject(spec);
  });

  it('is total, changes none of its arguments, and leaves no directive and no null behind', () => {
    const names = fc.constantFrom(
      'spec',
      'containers',
      'name',
      'env',
      'metadata',
      'finalizers',
      '$patch',
      '$retainKeys',
    );
    const directives = fc.constantFrom('$setElementOrder/containers', '$deleteFromPrimitiveList/finalizers');
    const { tree } = fc.letrec<{ tree: unknown; fields: Readonly<Record<string, unknown>> }>((tie) => ({
      fields: fc.dictionary(fc.oneof(names, directives), tie('tree'), { maxKeys: 4, depthIdentifier: 'json' }),
      tree: fc.oneof(
        { depthIdentifier: 'json', maxDepth: 6 },
        fc.constantFrom('a', 'b', 'replace', 'delete', null, 1),
        tie('fields'),
        fc.array(tie('tree'), { maxLength: 3, depthIdentifier: 'json' }),
      ),
    }));
    const fields = tree.filter(
      (value): value is Readonly<Record<string, unknown>> => Object(value) === value && !Array.isArray(value),
    );
    const base = { metadata: { finalizers: ['a', 'b'] }, spec: { containers: [{ name: 'a', env: [{ name: 'a' }] }] } };
    const before = JSON.stringify(base);
    fc.assert(
      fc.property(fields, (patch) => {
        const patchBefore = JSON.stringify(patch);
        const merged = JSON.stringify(strategicMerge(base, patch, podMergeSchema));
        expect(merged).not.toMatch(/[$]|:null/);
        expect([JSON.stringify(base), JSON.stringify(patch)]).toEqual([before, patchBefore]);
      }),
      { numRuns: 1000 },
    );
  });
});
