import type { Move } from './moves.ts';

/**
 * Makes several buttons one stop of the Tab key, among which the arrow keys go: the one that had the focus last is where Tab
 * comes back to.
 */
export function rove(buttons: readonly HTMLElement[], move: Move): void {
  const stopAt = (place: number) => {
    for (const [at, button] of buttons.entries()) button.tabIndex = at === place ? 0 : -1;
  };
  stopAt(0);
  for (const [at, button] of buttons.entries()) {
    button.addEventListener('focus', () => stopAt(at));
    button.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const next = buttons[move(at, event.key) ?? -1];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
    });
  }
}
