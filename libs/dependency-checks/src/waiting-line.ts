/** Work that is done in the order in which it comes, some at once. */
export interface WaitingLine<Item> {
  /** Puts it at the end, unless it waits already. */
  add(item: Item): void;
  /** Takes it out, if it waits; what runs, runs on. */
  remove(item: Item): void;
  counts(): { readonly running: number; readonly waiting: number };
}

/** `run` must not reject. */
export function createWaitingLine<Item>(maxAtOnce: number, run: (item: Item) => Promise<void>): WaitingLine<Item> {
  const waiting = new Set<Item>();
  let running = 0;
  const begin = async (item: Item): Promise<void> => {
    waiting.delete(item);
    running += 1;
    await run(item);
    running -= 1;
    beginNext();
  };
  const beginNext = (): void => {
    for (const item of waiting) {
      if (running >= maxAtOnce) return;
      void begin(item);
    }
  };
  return {
    add: (item) => {
      waiting.add(item);
      beginNext();
    },
    remove: (item) => void waiting.delete(item),
    counts: () => ({ running, waiting: waiting.size }),
  };
}
