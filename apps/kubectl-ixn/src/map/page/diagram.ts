import type { MapParty, MapRow, MapView } from '../map-types.ts';
import { drawCurves } from './curves.ts';
import { element, setText } from './dom.ts';
import { type Card, type Layout, layoutOf } from './layout.ts';
import { acrossColumns } from './moves.ts';
import { rove } from './rover.ts';
import { sign } from './standings.ts';
import { endsInWords } from './words.ts';

/** The picture: neighbours at both sides, the workloads between them, and a line for each row. */
export interface Diagram {
  readonly show: (view: MapView) => void;
}

/** Fills a place of the page with the picture. `open` is called with the number of the row that somebody wants to know more of. */
export function createDiagram(place: HTMLElement, first: MapView, open: (number: number) => void): Diagram {
  const layout = layoutOf(first.parties, first.rows);
  const chips = new Map(first.rows.map((row) => [row.number, createChip(row, first, open)]));
  const boxes = new Map(layout.centre.map((party) => [party.id, createBox(party)]));
  const chipOf = (row: MapRow): readonly HTMLElement[] => {
    const chip = chips.get(row.number);
    return chip === undefined ? [] : [chip];
  };
  const column = (name: string, children: readonly Node[]) => element('div', { class: `column ${name}` }, ...children);
  const card = ({ party, rows }: Card) =>
    element('div', { class: 'card' }, element('h3', { text: party.label }), ...rows.flatMap(chipOf));
  const [head, ...others] = layout.centre.flatMap(({ id }) => boxes.get(id) ?? []);
  const inner = layout.inner.flatMap(chipOf);
  const curves = drawCurves(place, { chips, boxes });
  place.append(
    curves.drawing,
    column('left', layout.left.map(card)),
    column('centre', [...(head === undefined ? [] : [head]), ...inner, ...others]),
    column('right', layout.right.map(card)),
  );
  const columns = columnsOf(layout).map((rows) => rows.flatMap(chipOf));
  rove(columns.flat(), acrossColumns(columns.map(({ length }) => length)));
  for (const [number, chip] of chips) {
    const light = (isLit: boolean) => () => curves.light(number, isLit);
    chip.addEventListener('focus', light(true));
    chip.addEventListener('blur', light(false));
    chip.addEventListener('pointerenter', light(true));
    chip.addEventListener('pointerleave', light(false));
  }
  return {
    show(view) {
      for (const row of view.rows) updateChip(chips.get(row.number), row);
      for (const party of view.parties) updateBox(boxes.get(party.id), party);
      curves.draw(view.rows);
    },
  };
}

/** The rows as the arrow keys go through them. */
function columnsOf({ left, inner, right }: Layout): readonly (readonly MapRow[])[] {
  const rowsOf = (cards: readonly Card[]) => cards.flatMap(({ rows }) => rows);
  return [rowsOf(left), inner, rowsOf(right)];
}

/** What lies in it is what it is called, in the order in which it is read aloud. */
function createChip(row: MapRow, view: MapView, open: (number: number) => void): HTMLButtonElement {
  const [source, destination] = endsInWords(row, view.parties);
  const aloud = (text: string) => element('span', { class: 'aloud', text });
  const chip = element(
    'button',
    { attributes: { type: 'button' } },
    aloud('Row '),
    element('span', { class: 'number', text: String(row.number) }),
    aloud(' '),
    element('span', { class: 'ends', text: `${source} to ${destination}` }),
    aloud(' '),
    element('span', { class: 'endpoint' }),
    aloud(', '),
    element('span', { class: 'state' }),
  );
  chip.addEventListener('click', () => open(row.number));
  return chip;
}

function updateChip(chip: HTMLElement | undefined, row: MapRow): void {
  const [endpoint, state] = [chip?.querySelector('.endpoint'), chip?.querySelector('.state')];
  if (!chip || !endpoint || !state) return;
  const words = isTrouble(row) ? (row.code?.name ?? row.state) : row.state;
  if (endpoint.textContent === row.endpoint && state.textContent === words) return;
  const isNews = state.textContent !== '';
  endpoint.textContent = row.endpoint;
  state.replaceChildren(sign(row.standing), words);
  chip.setAttribute('class', `chip ${row.standing}${isNews ? ' news' : ''}`);
}

/** The reason says more there than the state does. */
function isTrouble({ standing }: MapRow): boolean {
  return standing === 'fails' || standing === 'warns';
}

function createBox(party: MapParty): HTMLElement {
  return element('div', { class: 'box' }, element('h3', { text: party.label }), element('p', { class: 'pods' }));
}

function updateBox(box: HTMLElement | undefined, { pods }: MapParty): void {
  const line = box?.querySelector('.pods');
  if (line) setText(line, pods === undefined ? '' : `${pods.ready} of ${pods.desired} ready`);
}
