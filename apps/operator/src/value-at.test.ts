import { describe, expect, it } from 'vitest';
import { listAt, numberAt, textAt, valueAt } from './value-at.ts';

const object = { status: { replicas: 3, phase: 'Running', conditions: ['a'], none: null } };

describe('a value at a path', () => {
  it.each([
    [['status', 'replicas'], 3],
    [['status', 'none'], null],
    [['status', 'absent'], undefined],
    [['status', 'replicas', 'deeper'], undefined],
    [['status', 'none', 'deeper'], undefined],
    [['absent', 'deeper'], undefined],
    [[], object],
  ])('is, at %j, %j', (path, value) => {
    expect(valueAt(object, ...path)).toEqual(value);
  });

  it.each([undefined, null, 'text', 7])('is nothing below %j', (value) => {
    expect(valueAt(value, 'status')).toBeUndefined();
  });

  it('is read as a number only where it is one, and as 0 otherwise', () => {
    expect(['replicas', 'phase', 'absent'].map((name) => numberAt(object, 'status', name))).toEqual([3, 0, 0]);
  });

  it('is read as text only where it is one', () => {
    expect(['phase', 'replicas', 'absent'].map((name) => textAt(object, 'status', name))).toEqual([
      'Running',
      undefined,
      undefined,
    ]);
  });

  it('is read as a list only where it is one, and as empty otherwise', () => {
    expect(['conditions', 'phase', 'absent'].map((name) => listAt(object, 'status', name))).toEqual([['a'], [], []]);
  });
});
