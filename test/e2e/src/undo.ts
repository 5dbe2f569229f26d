/** What has to be taken back, the last first. */
export interface Undo {
  /** Notes an action that takes something back; `what` completes the sentence "could not remove ...". */
  add(what: string, action: () => Promise<unknown>): void;
  /** Takes everything back. A failure is told, and stops none of the others. */
  all(): Promise<void>;
}

export function createUndo(tell: (text: string) => void): Undo {
  const actions: { readonly what: string; readonly action: () => Promise<unknown> }[] = [];
  return {
    add: (what, action) => void actions.push({ what, action }),
    all: async () => {
      for (const { what, action } of actions.splice(0).toReversed()) {
        await action().catch((error: unknown) => tell(`could not remove ${what}: ${String(error)}`));
      }
    },
  };
}
