/** A limit for each key: so many at once, and one more after each pause. */
export interface TokenBuckets {
  /** Whether the key may have one more now; then it has it. */
  take(key: string, nowMs: number): boolean;
  /** How many keys are remembered. */
  size(): number;
}

export function createTokenBuckets(burst: number, refillMs: number): TokenBuckets {
  /** In the order of their last use. */
  const buckets = new Map<string, { readonly tokens: number; readonly atMs: number }>();
  return {
    take(key, nowMs) {
      for (const [other, { atMs }] of buckets) {
        if (nowMs - atMs < burst * refillMs) {
          break;
        }
        buckets.delete(other); // full again by now
      }
      const { tokens, atMs } = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
      const refilled = Math.min(burst, tokens + Math.max(0, nowMs - atMs) / refillMs);
      const taken = refilled >= 1;
      buckets.delete(key);
      buckets.set(key, { tokens: taken ? refilled - 1 : refilled, atMs: nowMs });
      return taken;
    },
    size: () => buckets.size,
  };
}
