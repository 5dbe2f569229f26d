import type { MapLink, MapView } from '../map-types.ts';
import { createChanges } from './changes.ts';
import { createDetails } from './details.ts';
import { createDiagram } from './diagram.ts';
import { byId, element, setText } from './dom.ts';
import { createRowTable } from './row-table.ts';
import { labelOf, sign, standingNames } from './standings.ts';
import { listen } from './stream.ts';
import { linkInWords } from './words.ts';

/** The program tells at least every three seconds; a page that hears nothing for so long must not look as if it did. */
const silentForMs = 10_000;

let last: MapView | undefined;
let heardMs = Date.now();
let hasEnded = false;
let showRows: ((view: MapView) => void) | undefined;

const dialog = byId('details');
if (!(dialog instanceof HTMLDialogElement)) throw new Error('the details are a dialog');
const details = createDetails(dialog);
const noteChanges = createChanges(byId('changes'), byId('no-changes'));

listen({
  view(view) {
    heardMs = Date.now();
    showRows ??= createRows(view);
    if (last !== undefined) noteChanges(last, view);
    last = view;
    details.show(view);
    showRows(view);
    showHead(view);
    showLink();
  },
  ended() {
    hasEnded = true;
    showLink();
  },
});
setInterval(showLink, 1_000);

function createRows(first: MapView): (view: MapView) => void {
  const diagram = createDiagram(byId('map'), first, details.open);
  const table = createRowTable(byId('rows'), first, details.open);
  byId('page').hidden = false;
  return (view) => {
    diagram.show(view);
    table.show(view);
  };
}

function showHead({ instance, ready, reported, rows }: MapView): void {
  setText(byId('instance'), instance);
  const failing = rows.filter(({ standing }) => standing === 'fails').length;
  const title = `${failing > 0 ? `(${failing} failing) ` : ''}${instance}: connections`;
  if (document.title !== title) document.title = title;
  const said = ready === undefined ? '' : `Ready is ${ready.status}: ${ready.reason}`;
  const behind = {
    yes: '',
    behind: ' The operator has not looked at the last change of the resource yet.',
    never: 'No operator has reported on the resource yet.',
  };
  setText(byId('ready'), `${said}${behind[reported]}`);
  setText(byId('ready-message'), ready?.message ?? '');
  const counts = standingNames.map((standing) => {
    return { standing, count: rows.filter((row) => row.standing === standing).length };
  });
  byId('counts').replaceChildren(
    ...counts
      .filter(({ count }) => count > 0)
      .map(({ standing, count }) =>
        element('li', { class: standing }, sign(standing), element('span', { text: `${count} ${labelOf(standing)}` })),
      ),
  );
}

/** Says whether what stands here still holds, and dims it where it does not. */
function showLink(): void {
  const link = linkNow();
  const badge = byId('link');
  setText(badge, linkInWords(link, Date.now()));
  badge.setAttribute('class', link.kind);
  document.body.setAttribute('data-link', link.kind);
}

function linkNow(): MapLink {
  if (hasEnded) return { kind: 'stale', sinceMs: heardMs, why: 'kubectl ixn map was ended' };
  if (Date.now() - heardMs > silentForMs) {
    return { kind: 'stale', sinceMs: heardMs, why: 'kubectl ixn map does not answer' };
  }
  return last?.link ?? { kind: 'stale', sinceMs: heardMs, why: 'nothing was heard yet' };
}
