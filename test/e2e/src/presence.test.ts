import { describe, expect, it } from 'vitest';
import { tooEarly } from './presence.ts';

const former = { pod: 'former', fromMs: 1, toMs: 10 };

describe('those who are at work on a database', () => {
  it('may follow each other, the same one again as well', () => {
    const next = { pod: 'next', fromMs: 11, toMs: 20 };
    expect(tooEarly([former, next, { ...former, fromMs: 21, toMs: 30 }])).toEqual([]);
  });

  it('are too early while any before them was still seen', () => {
    const early = { pod: 'early', fromMs: 10, toMs: 12 };
    const short = { pod: 'short', fromMs: 2, toMs: 3 };
    expect(tooEarly([former, short, early])).toEqual([short, early]);
  });
});
