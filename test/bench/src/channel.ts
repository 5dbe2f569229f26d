/** Items on their way from one producer to any number of consumers, in their order. */
export interface Channel<T> {
  readonly push: (item: T) => void;
  /** Nothing more comes. */
  end(): void;
  /** What has not been taken yet, and what comes, until the end. May be shared by consumers. */
  items(): AsyncIterable<T>;
}

export function createChannel<T>(): Channel<T> {
  const ready: T[] = [];
  const waiting: ((result: IteratorResult<T, undefined>) => void)[] = [];
  const finished = { done: true, value: undefined } as const;
  let ended = false;
  const next = async (): Promise<IteratorResult<T, undefined>> => {
    const [item] = ready.splice(0, 1);
    if (item !== undefined) return { value: item };
    return ended ? finished : new Promise((resolve) => waiting.push(resolve));
  };
  return {
    push: (item) => {
      const consumer = waiting.shift();
      if (consumer === undefined) ready.push(item);
      else consumer({ value: item });
    },
    end: () => {
      ended = true;
      for (const consumer of waiting.splice(0)) consumer(finished);
    },
    items: () => ({ [Symbol.asyncIterator]: () => ({ next }) }),
  };
}
