import { describe, expect, it } from 'vitest';
import { percentile, slope, spread } from './statistics.ts';

describe('the spread of measurements', () => {
  it('names the least, the middle and the greatest, in whatever order they came', () => {
    expect(spread([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
  });

  it('takes the middle between the two middle ones of an even number', () => {
    expect(spread([4, 1, 2, 3]).median).toBe(2.5);
  });

  it('says the same three times of one value', () => {
    expect(spread([7])).toEqual({ min: 7, median: 7, max: 7 });
  });

  it('is not to be had of nothing', () => {
    expect(() => spread([])).toThrow('nothing to take a percentile of');
  });
});

describe('percentiles', () => {
  it('lie between two values by their distance', () => {
    expect(percentile([0, 10], 99)).toBeCloseTo(9.9);
  });
});

describe('the slope', () => {
  it('is that of the line through points that lie on one', () => {
    expect(
      slope([
        { x: 0, y: 5 },
        { x: 1, y: 7 },
        { x: 2, y: 9 },
      ]),
    ).toBeCloseTo(2);
  });

  it('is zero where x does not vary', () => {
    expect(slope([{ x: 1, y: 5 }])).toBe(0);
  });
});
