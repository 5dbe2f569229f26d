import { describe, expect, it } from 'vitest';
import { isAtMost, quantityPattern } from './quantity.ts';

describe('isAtMost', () => {
  it.each([
    ['1', '1', true],
    ['2', '1', false],
    ['1500m', '1.5', true],
    ['1501m', '1.5', false],
    ['1.50', '1500m', true],
    ['1G', '1Gi', true],
    ['1Gi', '1G', false],
    ['1024Mi', '1Gi', true],
    ['1025Mi', '1Gi', false],
    ['0.5Ti', '512Gi', true],
    ['1000P', '1E', true],
    ['1Ei', '1152921504606846976', true],
    ['1Ei', '1152921504606846975', false],
    ['0', '0m', true],
    ['1k', '999', false],
    ['0.0001', '0.0002', true],
    ['0.0002', '0.0001', false],
  ])('says of %s and %s: %s', (one, other, answer) => {
    expect(isAtMost(one, other)).toBe(answer);
  });

  it.each([
    ['', '1'],
    ['1', 'x'],
    ['-1', '1'],
    ['1e3', '1'],
    ['1', '1.'],
    ['1Zi', '1'],
  ])('says nothing of %j and %j', (one, other) => {
    expect(isAtMost(one, other)).toBeUndefined();
  });

  it('knows every suffix that a quantity may have', () => {
    const [, suffixes = ''] = /[(]([A-Za-z|]+)[)]/.exec(quantityPattern) ?? [];
    const unknown = suffixes.split('|').filter((suffix) => isAtMost(`1${suffix}`, '0') === undefined);
    expect(unknown).toEqual([]);
  });
});
