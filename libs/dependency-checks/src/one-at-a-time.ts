/**
 * Does works one after the other, in the order in which they are handed in. One whose signal has aborted before its turn is
 * not begun: it rejects with the signal's reason.
 */
export type OneAtATime = <Result>(work: () => Promise<Result>, signal: AbortSignal) => Promise<Result>;

export function createOneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    const mine = last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    last = mine.catch(() => undefined); // who has handed it in hears of it
    return mine;
  };
}
