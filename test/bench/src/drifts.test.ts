import { describe, expect, it } from 'vitest';
import { chooseChildren } from './drifts.ts';

const templates = ['Service', 'ConfigMap'].map((kind) =>
  JSON.stringify({ kind, metadata: { name: 'name-placeholder-ixn' } }),
);

describe('the children that are changed by hand', () => {
  it('are all different, and the same each time', () => {
    const chosen = chooseChildren(templates, 50, 20);
    expect(new Set(chosen.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(20);
    expect(chooseChildren(templates, 50, 20)).toEqual(chosen);
  });

  it('are as many as there are, where that is less', () => {
    expect(chooseChildren(templates, 1, 20)).toHaveLength(2);
  });

  it('are no records of templates, whose names nobody knows', () => {
    const record = JSON.stringify({ kind: 'ControllerRevision', metadata: { name: 'name-placeholder-1f' } });
    expect(chooseChildren([...templates, record], 1, 20)).toHaveLength(2);
  });
});
