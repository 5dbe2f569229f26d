import { describe, expect, it } from 'vitest';
import { acrossColumns, upAndDown } from './page/moves.ts';

describe('arrow keys', () => {
  it.each([
    [0, 'ArrowDown', 1],
    [2, 'ArrowDown', 2],
    [0, 'ArrowUp', 0],
    [1, 'Home', 0],
    [1, 'End', 2],
    [1, 'x', undefined],
  ] as const)('in a list of three: from %i by %s to %s', (from, key, to) => {
    expect(upAndDown(3)(from, key)).toBe(to);
  });

  it.each([
    ['down within a column', 1, 'ArrowDown', 2],
    ['not out of a column', 3, 'ArrowDown', 3],
    ['to the next column, as far down', 3, 'ArrowRight', 4],
    ['over an empty column', 4, 'ArrowRight', 6],
    ['back to the middle', 5, 'ArrowLeft', 4],
    ['not over the edge', 0, 'ArrowLeft', 0],
    ['to the end of a column', 5, 'End', 6],
  ] as const)('in columns of 4, 1, 0 and 2: %s', (_, from, key, to) => {
    expect(acrossColumns([4, 1, 0, 2])(from, key)).toBe(to);
  });
});
