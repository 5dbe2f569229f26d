import type { MapRow, MapView } from '../map-types.ts';
import { element } from './dom.ts';
import { sign } from './standings.ts';
import { clock, endsInWords, stateInWords } from './words.ts';

const longest = 50;

/** Writes down what changes between two views, the newest first. The list is one that is read aloud as it grows. */
export function createChanges(list: HTMLElement, none: HTMLElement): (before: MapView, after: MapView) => void {
  return (before, after) => {
    const changed = after.rows.filter((row) => {
      const was = before.rows.find(({ number }) => number === row.number);
      return was !== undefined && (stateInWords(was) !== stateInWords(row) || was.endpoint !== row.endpoint);
    });
    list.prepend(...changed.map((row) => entry(row, before, after)));
    while (list.childElementCount > longest) list.lastElementChild?.remove();
    none.hidden = list.childElementCount > 0;
  };
}

function entry(row: MapRow, before: MapView, after: MapView): HTMLLIElement {
  const was = before.rows.find(({ number }) => number === row.number) ?? row;
  const [source, destination] = endsInWords(row, after.parties);
  const at = new Date(row.since.atMs);
  const where = was.endpoint === row.endpoint ? '' : ` at ${row.endpoint === '' ? 'no endpoint' : row.endpoint}`;
  return element(
    'li',
    { class: row.standing },
    element('time', { text: clock(row.since.atMs, after.nowMs), attributes: { datetime: at.toISOString() } }),
    sign(row.standing),
    element('span', {
      text: `Row ${row.number}, ${source} to ${destination}: ${stateInWords(row)}${where}; it was ${stateInWords(was)}`,
    }),
  );
}
