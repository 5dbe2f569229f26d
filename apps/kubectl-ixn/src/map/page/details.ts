import type { MapView } from '../map-types.ts';
import { byId, element } from './dom.ts';
import { sign } from './standings.ts';
import { endsInWords, sinceInWords } from './words.ts';

/** The sheet that tells all of one row. */
export interface Details {
  readonly open: (number: number) => void;
  /** Tells the same of a newer view, while it is open. */
  readonly show: (view: MapView) => void;
}

/** Escape closes it, and gives the focus back; the browser does both for a modal dialog. */
export function createDetails(dialog: HTMLDialogElement): Details {
  let view: MapView | undefined;
  let shown: number | undefined;
  let lastWords = '';
  const title = byId('details-title');
  const list = byId('details-list');
  byId('details-close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });

  function fill(): void {
    const row = view?.rows.find(({ number }) => number === shown);
    if (view === undefined || row === undefined) return;
    const [source, destination] = endsInWords(row, view.parties);
    const entries = [
      ['State', row.state],
      ['Since', sinceInWords(row.since, view.nowMs)],
      ['Reason', row.reason],
      ['Means', row.code?.meaning ?? ''],
      ['What to do', row.code?.remedy ?? ''],
      ['Endpoint', row.endpoint === '' ? 'none' : row.endpoint],
      ['Opened by', source],
      ['Opened to', destination],
      ['Protocol', row.protocol],
      ['Class', row.classification],
      ['Travels', row.travels],
    ].filter(([, text]) => text !== '');
    const words = JSON.stringify(entries);
    if (words === lastWords) return;
    lastWords = words;
    title.textContent = `Row ${row.number}: ${source} → ${destination}`;
    list.replaceChildren(
      ...entries.flatMap(([name = '', text = '']) => [
        element('dt', { text: name }),
        name === 'State'
          ? element('dd', { class: `state ${row.standing}` }, sign(row.standing), element('span', { text }))
          : element('dd', { class: name === 'Endpoint' ? 'endpoint' : '', text }),
      ]),
    );
  }

  return {
    open(number) {
      shown = number;
      lastWords = '';
      fill();
      if (!dialog.open) dialog.showModal();
    },
    show(next) {
      view = next;
      if (dialog.open) fill();
    },
  };
}
