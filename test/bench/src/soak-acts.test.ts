import { describe, expect, it } from 'vitest';
import { acts, chooseAct } from './soak-acts.ts';

describe('the acts of the soak', () => {
  it('come in shares that fill a hundred exactly', () => {
    const counts = new Map<string, number>();
    for (let at = 0; at < 100; at += 1) {
      const act = chooseAct((at + 0.5) / 100);
      counts.set(act, (counts.get(act) ?? 0) + 1);
    }
    expect(acts.map((act) => counts.get(act))).toEqual([50, 14, 25, 8, 3]);
  });
});
