/** Where a key leads from one of several things to another; undefined where it is no such key. */
export type Move = (from: number, key: string) => number | undefined;

/** Moves in one list. */
export function upAndDown(count: number): Move {
  return (from, key) => {
    switch (key) {
      case 'ArrowDown':
        return Math.min(from + 1, count - 1);
      case 'ArrowUp':
        return Math.max(from - 1, 0);
      case 'Home':
        return 0;
      case 'End':
        return count - 1;
      default:
        return undefined;
    }
  };
}

/** Moves in lists that stand beside each other; `countOf` each. Sideways it goes to the place that is as far down. */
export function acrossColumns(counts: readonly number[]): Move {
  const starts = counts.map((_, column) => counts.slice(0, column).reduce((sum, count) => sum + count, 0));
  return (from, key) => {
    const column = starts.findLastIndex((start, at) => start <= from && (counts[at] ?? 0) > 0);
    const start = starts[column] ?? 0;
    const count = counts[column] ?? 0;
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) {
      const within = upAndDown(count)(from - start, key);
      return within === undefined ? undefined : start + within;
    }
    let beside = column + step;
    while (counts[beside] === 0) beside += step;
    const there = counts[beside];
    if (there === undefined) return from;
    return (starts[beside] ?? 0) + Math.min(there - 1, Math.floor(((from - start + 0.5) / count) * there));
  };
}
