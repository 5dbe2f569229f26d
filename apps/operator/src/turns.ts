/**
 * Lets work wait for its turn: so many pieces at a time, those of the lowest rank first, and of one rank those that came
 * first.
 */
export interface Turns {
  /** Runs `work` when it has its turn. Rejects with what it rejects with. */
  take<T>(rank: number, work: () => Promise<T>): Promise<T>;
}

/** Ranks are whole numbers from 0; a few of them, as each has a queue of its own. */
export function createTurns(atATime: number): Turns {
  const waiting: ((() => void)[] | undefined)[] = [];
  let free = atATime;

  function next(): void {
    const start = waiting.find((queue) => (queue?.length ?? 0) > 0)?.shift();
    if (start === undefined) free += 1;
    else start();
  }

  function mine(rank: number): Promise<void> | undefined {
    if (free > 0) {
      free -= 1;
      return undefined;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const queue = waiting[rank] ?? [];
    waiting[rank] = queue;
    queue.push(resolve);
    return promise;
  }

  return {
    async take(rank, work) {
      await mine(rank);
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}
