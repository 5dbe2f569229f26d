/** Chooses as chance would, but the same again for the same seed. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** One of them; throws where there is none. */
  oneOf<T>(items: readonly T[]): T;
  /** One of them, the more often the greater its weight. */
  weighted<T extends { readonly weight: number }>(items: readonly T[]): T;
}

/** Mulberry32: small, and good enough to choose by. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function oneOf<T>(items: readonly T[]): T {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new Error('there is nothing to choose from');
    return item;
  }
  return {
    next,
    oneOf,
    weighted(items) {
      let left = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      return items.find(({ weight }) => (left -= weight) < 0) ?? oneOf(items);
    },
  };
}
