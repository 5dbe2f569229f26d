/** Work of several parties, some at once: they take turns, and each one's is done in the order in which it comes. */
export interface WaitingLine<Item> {
  /** Puts it at the end, unless it waits already. */
  add(item: Item): void;
  /** Takes it out, if it waits; what runs, runs on. */
  remove(item: Item): void;
  counts(): { readonly running: number; readonly waiting: number };
}

/** `partyOf` must give the same as long as an item waits; `run` must not reject. */
export function createWaitingLine<Item>(
  maxAtOnce: number,
  partyOf: (item: Item) => string,
  run: (item: Item) => Promise<void>,
): WaitingLine<Item> {
  /** In the order of their turns; none of them is empty. */
  const parties = new Map<string, Set<Item>>();
  let running = 0;

  const remove = (item: Item): void => {
    const party = partyOf(item);
    const items = parties.get(party);
    items?.delete(item);
    if (items?.size === 0) parties.delete(party);
  };
  const begin = async (item: Item): Promise<void> => {
    running += 1;
    await run(item);
    running -= 1;
    beginNext();
  };
  const beginNext = (): void => {
    for (const [party, items] of parties) {
      if (running >= maxAtOnce) return;
      const [item] = items;
      if (item === undefined) continue;
      parties.delete(party);
      items.delete(item);
      if (items.size > 0) parties.set(party, items); // behind all others; this loop comes to it again
      void begin(item);
    }
  };
  return {
    add: (item) => {
      const party = partyOf(item);
      parties.set(party, (parties.get(party) ?? new Set()).add(item));
      beginNext();
    },
    remove,
    counts: () => ({ running, waiting: [...parties.values()].reduce((sum, { size }) => sum + size, 0) }),
  };
}
