/** Calls a hook that need not be there. When it throws, that is its owner's bug, and there is nobody left to tell it to. */
export function quietly<N>(hook: ((note: N) => void) | undefined): (note: N) => void {
  return (note) => {
    try {
      hook?.(note);
    } catch {
      // see above
    }
  };
}
