import type { MapRow, MapView } from '../map-types.ts';
import { element, setText } from './dom.ts';
import { upAndDown } from './moves.ts';
import { rove } from './rover.ts';
import { sign } from './standings.ts';
import { endsInWords, rowInWords, sinceInWords } from './words.ts';

/** The same rows as a table. */
export interface RowTable {
  readonly show: (view: MapView) => void;
}

const columns = ['state', 'endpoint', 'reason', 'since'] as const;

/** Fills the body of a table. `open` is called with the number of the row that somebody wants to know more of. */
export function createRowTable(body: HTMLElement, first: MapView, open: (number: number) => void): RowTable {
  const lines = first.rows.map((row) => createLine(row, first, open));
  body.append(...lines.map(({ line }) => line));
  rove(
    lines.map(({ button }) => button),
    upAndDown(lines.length),
  );
  return {
    show(view) {
      for (const [at, row] of view.rows.entries()) {
        const made = lines[at];
        if (made !== undefined) updateLine(made, row, view);
      }
    },
  };
}

interface Line {
  readonly line: HTMLTableRowElement;
  readonly button: HTMLButtonElement;
  readonly cells: Readonly<Record<(typeof columns)[number], HTMLTableCellElement>>;
}

function createLine(row: MapRow, { parties }: MapView, open: (number: number) => void): Line {
  const [source, destination] = endsInWords(row, parties);
  const button = element('button', {
    class: 'number',
    text: String(row.number),
    attributes: { type: 'button', 'data-row': String(row.number) },
  });
  button.addEventListener('click', () => open(row.number));
  const cell = (name: string) => element('td', { class: name });
  const cells = { state: cell('state'), endpoint: cell('endpoint'), reason: cell('reason'), since: cell('since') };
  const line = element(
    'tr',
    {},
    element('th', { attributes: { scope: 'row' } }, button),
    element('td', { text: source }),
    element('td', { text: destination }),
    ...columns.map((name) => cells[name]),
  );
  line.addEventListener('click', (event) => {
    // A click of the button comes here, too.
    if (event.target !== button) open(row.number);
  });
  return { line, button, cells };
}

function updateLine({ line, button, cells }: Line, row: MapRow, { parties, nowMs }: MapView): void {
  const words = rowInWords(row, parties);
  setText(cells.endpoint, row.endpoint);
  setText(cells.reason, row.reason);
  setText(cells.since, sinceInWords(row.since, nowMs));
  if (button.getAttribute('aria-label') === words) return;
  button.setAttribute('aria-label', words);
  line.setAttribute('class', row.standing);
  cells.state.replaceChildren(sign(row.standing), row.state);
}
