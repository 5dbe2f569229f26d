// Written by `npm run generate` from apps/kubectl-ixn/src/map/page; change it there.
import type { PageFile } from '../map-server.ts';

export const pageFiles: Readonly<Record<string, PageFile>> = {
  '': { type: 'text/html', text: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Connections</title>
    <link rel="icon" type="image/svg+xml" href="icon.svg" />
    <link rel="stylesheet" href="map.css" />
    <script type="module" src="map.js"></script>
  </head>
  <body data-link="stale">
    <header>
      <div>
        <p class="eyebrow">Interaction Server, connections of</p>
        <h1 id="instance">…</h1>
      </div>
      <p id="link" role="status">Waiting for the first word</p>
    </header>
    <noscript><p>This page is drawn by its script. As text: <code>kubectl ixn connections</code>.</p></noscript>
    <main id="page" hidden>
      <section class="summary" aria-label="How it stands">
        <p><strong id="ready"></strong> <span id="ready-message"></span></p>
        <ul id="counts"></ul>
      </section>
      <section aria-labelledby="map-title">
        <h2 id="map-title">Map</h2>
        <p class="hint" id="map-hint">
          An arrow leads from who opens a connection. Arrow keys go from row to row, Enter tells more, Escape closes it.
        </p>
        <div id="map" role="group" aria-labelledby="map-title" aria-describedby="map-hint"></div>
      </section>
      <section aria-labelledby="changes-title">
        <h2 id="changes-title">Changes since this page was opened</h2>
        <p class="hint" id="no-changes">None so far.</p>
        <div role="log" aria-labelledby="changes-title"><ol id="changes"></ol></div>
      </section>
      <section aria-labelledby="table-title">
        <h2 id="table-title">Table</h2>
        <div class="scroll">
          <table aria-labelledby="table-title">
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">From</th>
                <th scope="col">To</th>
                <th scope="col">State</th>
                <th scope="col">Endpoint</th>
                <th scope="col">Reason</th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody id="rows"></tbody>
          </table>
        </div>
      </section>
    </main>
    <dialog id="details" aria-labelledby="details-title">
      <div class="sheet">
        <button type="button" id="details-close" aria-label="Close">✕</button>
        <h2 id="details-title"></h2>
        <dl id="details-list"></dl>
      </div>
    </dialog>
  </body>
</html>
` },
  'map.css': { type: 'text/css', text: `/* Contrast of every text and sign with what lies behind it is at least 4.5. */
:root {
  --ground: #f3f5f9;
  --card: #ffffff;
  --edge: #d5dbe6;
  --text: #1a2230;
  --quiet: #556072;
  --focus: #1f5fd6;
  --box: #24406e;
  --box-text: #ffffff;
  --box-quiet: #cddaf2;
  --works: #157347;
  --fails: #c0261c;
  --warns: #8a5a00;
  --serves: #2459c2;
  --unknown: #6a4fb3;
  --off: #626c7d;
  --fails-ground: #fdecea;
  --warns-ground: #fdf3dc;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f131a;
    --card: #181e29;
    --edge: #303a4b;
    --text: #e9edf5;
    --quiet: #a6b1c3;
    --focus: #8ab4ff;
    --box: #223a63;
    --box-text: #ffffff;
    --box-quiet: #c3d3f0;
    --works: #55c98d;
    --fails: #ff8a7d;
    --warns: #f2bb53;
    --serves: #86b0ff;
    --unknown: #bba9f5;
    --off: #929db0;
    --fails-ground: #38201f;
    --warns-ground: #352a15;
  }
}
* {
  box-sizing: border-box;
}
[hidden] {
  display: none !important;
}
body {
  margin: 0 auto;
  max-width: 1440px;
  padding: 20px 28px 40px;
  background: var(--ground);
  color: var(--text);
  font:
    14px / 1.45 system-ui,
    "Segoe UI",
    Roboto,
    "Open Sans",
    sans-serif;
}
h1,
h2,
h3,
p,
ul,
ol,
dl,
dd {
  margin: 0;
  padding: 0;
}
header {
  display: flex;
  flex-wrap: wrap;
  gap: 12px 24px;
  align-items: end;
  justify-content: space-between;
  margin-bottom: 14px;
}
.eyebrow {
  color: var(--quiet);
  font-size: 12px;
}
h1 {
  font-size: 22px;
  line-height: 1.25;
  overflow-wrap: anywhere;
}
h2 {
  font-size: 15px;
}
section {
  margin-top: 22px;
}
.hint {
  color: var(--quiet);
  font-size: 13px;
}
.endpoint,
code {
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: 12px;
}

/* Whether it is live */
#link {
  max-width: 60ch;
  padding: 5px 14px 5px 32px;
  position: relative;
  border: 1px solid currentColor;
  border-radius: 16px;
  background: var(--card);
  font-weight: 600;
  overflow-wrap: anywhere;
}
#link::before {
  content: "";
  position: absolute;
  left: 13px;
  top: 10px;
  width: 9px;
  height: 9px;
  border: 2px solid currentColor;
  border-radius: 50%;
}
#link.live {
  color: var(--works);
}
#link.live::before {
  background: currentColor;
}
#link.stale,
#link.gone {
  color: var(--fails);
  background: var(--fails-ground);
}
body:not([data-link="live"]) :is(#map, .scroll, .summary) {
  filter: saturate(0.15);
}
body:not([data-link="live"]) .curves .line {
  stroke-dasharray: 2 6;
}

body:not([data-link="live"]) .state::before {
  content: "was ";
}

/* Colours and signs of the standings */
.works {
  --tone: var(--works);
}
.fails {
  --tone: var(--fails);
}
.warns {
  --tone: var(--warns);
}
.serves {
  --tone: var(--serves);
}
.unknown {
  --tone: var(--unknown);
}
.off {
  --tone: var(--off);
}
.sign {
  flex: none;
  width: 14px;
  height: 14px;
  fill: none;
  stroke: var(--tone);
  stroke-width: 1.7;
  stroke-linecap: round;
  stroke-linejoin: round;
}

/* Summary */
.summary {
  display: flex;
  flex-wrap: wrap;
  gap: 8px 28px;
  align-items: baseline;
  justify-content: space-between;
  margin-top: 0;
  padding: 10px 16px;
  border: 1px solid var(--edge);
  border-radius: 10px;
  background: var(--card);
}
.summary p {
  overflow-wrap: anywhere;
}
#counts {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 18px;
  list-style: none;
}
#counts li {
  display: flex;
  gap: 6px;
  align-items: center;
  color: var(--tone);
  font-weight: 600;
}

/* The map */
#map {
  position: relative;
  display: grid;
  grid-template-columns: minmax(270px, 5fr) minmax(180px, 3fr) minmax(290px, 6fr);
  gap: 0 clamp(60px, 8vw, 130px);
  margin-top: 12px;
}
.column {
  display: flex;
  flex-direction: column;
  gap: 10px;
  justify-content: space-between;
}
.left {
  justify-content: space-evenly;
}
.centre {
  gap: 0;
}
.curves {
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  overflow: visible;
  pointer-events: none;
}
.card {
  position: relative;
  padding: 8px;
  border: 1px solid var(--edge);
  border-radius: 10px;
  background: var(--card);
}
.card h3 {
  padding: 0 6px 4px;
  font-size: 13px;
}
.chip {
  position: relative;
  display: grid;
  grid-template-columns: 26px minmax(0, 1fr) auto;
  gap: 2px 8px;
  align-items: center;
  width: 100%;
  min-height: 28px;
  padding: 3px 8px 3px 6px;
  border: 0;
  border-radius: 7px;
  background: none;
  color: inherit;
  font: inherit;
  text-align: left;
  cursor: pointer;
}
.chip:hover {
  background: var(--ground);
}
.chip.fails {
  background: var(--fails-ground);
}
.chip.warns {
  background: var(--warns-ground);
}
.aloud,
.chip .ends {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}
.chip .endpoint {
  overflow: hidden;
  color: var(--quiet);
  text-overflow: ellipsis;
  white-space: nowrap;
}
.number {
  min-width: 24px;
  padding: 0 4px;
  border: 1.5px solid var(--tone, var(--edge));
  border-radius: 10px;
  background: var(--card);
  color: var(--text);
  font-size: 12px;
  font-weight: 600;
  line-height: 18px;
  text-align: center;
}
.state {
  color: var(--tone);
  font-size: 13px;
  font-weight: 600;
}
.chip .state {
  display: flex;
  gap: 6px;
  align-items: center;
}
.centre .chip {
  position: relative;
  width: auto;
  margin: 24px 0;
  padding: 6px 10px;
  border: 1px solid var(--edge);
  background: var(--card);
}
.centre .chip .state {
  justify-content: end;
}
.centre .chip .endpoint {
  grid-column: 1 / -1;
  grid-row: 2;
  text-align: center;
}
.centre .chip.fails {
  background: var(--fails-ground);
}
.box {
  position: relative;
  display: flex;
  flex: 1 1 0;
  flex-direction: column;
  align-items: center;
  justify-content: center;
  min-height: 150px;
  padding: 8px 34px;
  border-radius: 12px;
  background: var(--box);
  color: var(--box-text);
  text-align: center;
}
.box + .box {
  margin-top: 40px;
}
.box h3 {
  font-size: 16px;
}
.box .pods {
  color: var(--box-quiet);
  font-size: 12px;
}
.line {
  fill: none;
  stroke: var(--tone);
  stroke-width: 1.8;
  opacity: 0.85;
}
.line.serves {
  stroke-width: 1.3;
}
.line.fails {
  stroke-width: 3;
  stroke-dasharray: 9 5;
}
.line.warns {
  stroke-width: 2.5;
}
.line.off {
  stroke-dasharray: 1.5 5;
  stroke-linecap: round;
}
.line.unknown {
  stroke-dasharray: 5 4;
}
.line.lit {
  stroke-width: 4;
  opacity: 1;
}
.tip {
  fill: var(--tone);
}
.port {
  z-index: 1;
  fill: var(--box-quiet);
  font-size: 11px;
  font-weight: 600;
  text-anchor: middle;
  dominant-baseline: central;
}
.port.lit {
  fill: var(--box-text);
  font-size: 13px;
}
.curves {
  z-index: 1;
}
:focus-visible {
  outline: 3px solid var(--focus);
  outline-offset: 2px;
}
@media (prefers-reduced-motion: no-preference) {
  .chip.news {
    animation: news 2.5s ease-out;
  }
  @keyframes news {
    from {
      box-shadow: 0 0 0 4px var(--tone);
    }
  }
}

/* Changes */
#changes {
  max-height: 190px;
  overflow: auto;
  list-style: none;
}
#changes li {
  display: flex;
  gap: 8px;
  align-items: baseline;
  padding: 2px 0;
}
#changes .sign {
  position: relative;
  top: 2px;
}
#changes time {
  color: var(--quiet);
  font-variant-numeric: tabular-nums;
}

/* The table */
.scroll {
  margin-top: 10px;
  overflow-x: auto;
  border: 1px solid var(--edge);
  border-radius: 10px;
  background: var(--card);
}
table {
  width: 100%;
  border-collapse: collapse;
}
th,
td {
  padding: 6px 12px;
  border-bottom: 1px solid var(--edge);
  text-align: left;
  vertical-align: baseline;
}
thead th {
  color: var(--quiet);
  font-size: 12px;
  font-weight: 600;
}
tbody tr:last-child > * {
  border-bottom: 0;
}
tbody tr {
  cursor: pointer;
}
tbody tr:hover,
tbody tr:focus-within {
  background: var(--ground);
}
tbody .number {
  cursor: pointer;
  font-family: inherit;
}
td.state {
  white-space: nowrap;
}
td.state .sign {
  position: relative;
  top: 2px;
  margin-right: 6px;
}
td.endpoint,
td.reason {
  overflow-wrap: anywhere;
}
td.since {
  color: var(--quiet);
  white-space: nowrap;
}

/* Details of a row */
dialog {
  width: min(480px, 100vw);
  height: 100dvh;
  max-width: none;
  max-height: none;
  margin: 0 0 0 auto;
  padding: 0;
  border: 0;
  border-left: 1px solid var(--edge);
  background: var(--card);
  color: var(--text);
}
dialog::backdrop {
  background: rgb(10 14 22 / 45%);
}
.sheet {
  min-height: 100%;
  padding: 22px 26px;
}
dialog h2 {
  margin: 0 44px 18px 0;
  font-size: 18px;
}
#details-close {
  float: right;
  width: 32px;
  height: 32px;
  border: 1px solid var(--edge);
  border-radius: 8px;
  background: none;
  color: inherit;
  font: inherit;
  cursor: pointer;
}
dt {
  margin-top: 12px;
  color: var(--quiet);
  font-size: 12px;
}
dd {
  overflow-wrap: anywhere;
}
dd.state {
  display: flex;
  gap: 8px;
  align-items: center;
  font-size: 15px;
}

/* Narrow: one list, each row with its ends */
@media (max-width: 959px) {
  body {
    padding: 14px;
  }
  #map {
    display: block;
  }
  .curves {
    display: none;
  }
  .column {
    gap: 8px;
    margin-bottom: 8px;
  }
  .box {
    flex: none;
    min-height: 0;
    padding: 8px;
  }
  table {
    min-width: 860px;
  }
  .box + .box,
  .centre .chip {
    margin: 8px 0 0;
  }
  .chip {
    grid-template-columns: 26px minmax(0, 1fr) auto;
  }
  .chip .ends {
    position: static;
    width: auto;
    height: auto;
    clip-path: none;
    white-space: normal;
  }
  .chip .endpoint {
    grid-column: 2 / -1;
    grid-row: 2;
  }
  .centre .chip .endpoint {
    text-align: start;
    grid-column: 2 / -1;
  }
  .chip .endpoint:empty {
    display: none;
  }
}
@media (forced-colors: active) {
  .sign,
  .line {
    stroke: CanvasText;
  }
  .tip {
    fill: CanvasText;
  }
}
` },
  'map.js': { type: 'text/javascript', text: `function element(name, traits = {}, ...children) {
  const made = document.createElement(name);
  furnish(made, traits, children);
  return made;
}
function shape(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  furnish(made, { attributes }, children);
  return made;
}
function furnish(made, traits, children) {
  if (traits.class !== void 0) made.setAttribute("class", traits.class);
  if (traits.text !== void 0) made.textContent = traits.text;
  for (const [name, value] of Object.entries(traits.attributes ?? {})) made.setAttribute(name, value);
  made.append(...children);
}
function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(\`the page has no #\${id}\`);
  return found;
}
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

var standings = {
  fails: { label: "failing", path: "M5 1h6l4 4v6l-4 4H5l-4-4V5zM5.5 5.5l5 5M10.5 5.5l-5 5" },
  warns: { label: "expiring", path: "M8 1.5 15 14.5H1zM8 6v4M8 12.2v.3" },
  works: { label: "answering", path: "M8 1a7 7 0 1 0 .01 0zM4.8 8.3l2.2 2.2 4.3-4.6" },
  serves: { label: "opened by others", path: "M8 1a7 7 0 1 0 .01 0zM4 8h7.2M8.4 5.2 11.2 8l-2.8 2.8" },
  unknown: {
    label: "not checked",
    path: "M8 1a7 7 0 1 0 .01 0zM5.9 6.2a2.1 2.1 0 1 1 2.9 2.1c-.6.3-.8.6-.8 1.3M8 11.6v.3"
  },
  off: { label: "not configured", path: "M8 1a7 7 0 1 0 .01 0zM4.5 8h7" }
};
var standingNames = ["fails", "warns", "works", "serves", "unknown", "off"];
function labelOf(standing) {
  return standings[standing].label;
}
function sign(standing) {
  return shape(
    "svg",
    { class: \`sign \${standing}\`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    shape("path", { d: standings[standing].path })
  );
}

function clock(atMs, nowMs) {
  const at = new Date(atMs);
  const time = at.toLocaleTimeString();
  return at.toDateString() === new Date(nowMs).toDateString() ? time : \`\${at.toLocaleDateString()} \${time}\`;
}
function sinceInWords({ atMs, orBefore }, nowMs) {
  return \`\${orBefore ? "before " : ""}\${clock(atMs, nowMs)}\`;
}
function endsInWords({ source, destination }, parties) {
  const label = (wanted) => parties.find(({ id }) => id === wanted)?.label ?? wanted;
  return [label(source), label(destination)];
}
function rowInWords(row, parties) {
  const [source, destination] = endsInWords(row, parties);
  const endpoint = row.endpoint === "" ? "" : \` at \${row.endpoint}\`;
  return \`Row \${row.number}: \${source} to \${destination}\${endpoint}, \${stateInWords(row)}\`;
}
function stateInWords({ state, code }) {
  return code === void 0 ? state : \`\${state}, \${code.name}\`;
}
function linkInWords(link, nowMs) {
  switch (link.kind) {
    case "live":
      return "Live";
    case "gone":
      return \`The resource was deleted; this is how it was at \${clock(link.sinceMs, nowMs)}\`;
    case "stale":
      return \`Stale since \${clock(link.sinceMs, nowMs)}: \${link.why}\`;
  }
}

var longest = 50;
function createChanges(list, none) {
  return (before, after) => {
    const changed = after.rows.filter((row) => {
      const was = before.rows.find(({ number }) => number === row.number);
      return was !== void 0 && (stateInWords(was) !== stateInWords(row) || was.endpoint !== row.endpoint);
    });
    list.prepend(...changed.map((row) => entry(row, before, after)));
    while (list.childElementCount > longest) list.lastElementChild?.remove();
    none.hidden = list.childElementCount > 0;
  };
}
function entry(row, before, after) {
  const was = before.rows.find(({ number }) => number === row.number) ?? row;
  const [source, destination] = endsInWords(row, after.parties);
  const at = new Date(row.since.atMs);
  const where = was.endpoint === row.endpoint ? "" : \` at \${row.endpoint === "" ? "no endpoint" : row.endpoint}\`;
  return element(
    "li",
    { class: row.standing },
    element("time", { text: clock(row.since.atMs, after.nowMs), attributes: { datetime: at.toISOString() } }),
    sign(row.standing),
    element("span", {
      text: \`Row \${row.number}, \${source} to \${destination}: \${stateInWords(row)}\${where}; it was \${stateInWords(was)}\`
    })
  );
}

function createDetails(dialog2) {
  let view;
  let shown;
  let lastWords = "";
  const title = byId("details-title");
  const list = byId("details-list");
  byId("details-close").addEventListener("click", () => dialog2.close());
  dialog2.addEventListener("click", (event) => {
    if (event.target === dialog2) dialog2.close();
  });
  function fill() {
    const row = view?.rows.find(({ number }) => number === shown);
    if (view === void 0 || row === void 0) return;
    const [source, destination] = endsInWords(row, view.parties);
    const entries = [
      ["State", row.state],
      ["Since", sinceInWords(row.since, view.nowMs)],
      ["Reason", row.reason],
      ["Means", row.code?.meaning ?? ""],
      ["What to do", row.code?.remedy ?? ""],
      ["Endpoint", row.endpoint === "" ? "none" : row.endpoint],
      ["Opened by", source],
      ["Opened to", destination],
      ["Protocol", row.protocol],
      ["Class", row.classification],
      ["Travels", row.travels]
    ].filter(([, text]) => text !== "");
    const words = JSON.stringify(entries);
    if (words === lastWords) return;
    lastWords = words;
    title.textContent = \`Row \${row.number}: \${source} → \${destination}\`;
    list.replaceChildren(
      ...entries.flatMap(([name = "", text = ""]) => [
        element("dt", { text: name }),
        name === "State" ? element("dd", { class: \`state \${row.standing}\` }, sign(row.standing), element("span", { text })) : element("dd", { class: name === "Endpoint" ? "endpoint" : "", text })
      ])
    );
  }
  return {
    open(number) {
      shown = number;
      lastWords = "";
      fill();
      if (!dialog2.open) dialog2.showModal();
    },
    show(next) {
      view = next;
      if (dialog2.open) fill();
    }
  };
}

function drawCurves(place, ends) {
  const drawing = shape("svg", { class: "curves", "aria-hidden": "true" });
  let last2 = [];
  const draw = (rows) => {
    last2 = rows;
    const frame = place.getBoundingClientRect();
    const isLit = (number) => drawing.querySelector(\`.lit[data-line="\${number}"]\`) !== null;
    const lit = new Set(rows.filter(({ number }) => isLit(number)).map(({ number }) => number));
    const drawn = [...outerLines(rows, ends, frame), ...innerLines(rows, ends, frame)];
    drawing.setAttribute("viewBox", \`0 0 \${frame.width} \${frame.height}\`);
    drawing.replaceChildren(...drawn);
    for (const number of lit) light(number, true);
  };
  const light = (number, isLit) => {
    for (const part of drawing.querySelectorAll(\`[data-line="\${number}"]\`)) part.classList.toggle("lit", isLit);
  };
  new ResizeObserver(() => draw(last2)).observe(place);
  return { drawing, draw, light };
}
function outerLines(rows, { chips, boxes }, frame) {
  const lines = rows.flatMap((row) => {
    const chip = chips.get(row.number)?.closest(".card")?.getBoundingClientRect();
    const own = chips.get(row.number)?.getBoundingClientRect();
    const boxId = boxes.has(row.source) ? row.source : row.destination;
    const box = boxes.get(boxId)?.getBoundingClientRect();
    if (chip === void 0 || own === void 0 || box === void 0) return [];
    const edge = new DOMRect(chip.x, own.y, chip.width, own.height);
    return [{ row, chip: edge, box, boxId, isLeft: chip.x < box.x }];
  });
  return lines.flatMap((each) => {
    const { row, chip, box, boxId, isLeft } = each;
    const beside = lines.filter((other) => other.boxId === boxId && other.isLeft === isLeft).toSorted((a, b) => a.chip.y - b.chip.y);
    const share = (beside.indexOf(each) + 1) / (beside.length + 1);
    const far = { x: (isLeft ? chip.right : chip.left) - frame.x, y: chip.y + chip.height / 2 - frame.y };
    const near = { x: (isLeft ? box.left : box.right) - frame.x, y: box.y + box.height * share - frame.y };
    const outward = row.source === boxId;
    const label = shape("text", {
      x: String(near.x + (isLeft ? 14 : -14)),
      y: String(near.y),
      class: "port",
      "data-line": String(row.number)
    });
    label.textContent = String(row.number);
    return [...arrow(row, outward ? near : far, outward ? far : near), label];
  });
}
function innerLines(rows, { chips, boxes }, frame) {
  return rows.flatMap((row) => {
    const [source, destination] = [boxes.get(row.source), boxes.get(row.destination)];
    const chip = chips.get(row.number)?.getBoundingClientRect();
    if (source === void 0 || destination === void 0 || chip === void 0) return [];
    const [from, to] = [source.getBoundingClientRect(), destination.getBoundingClientRect()];
    const x = chip.x + chip.width / 2 - frame.x;
    const isDown = from.y < to.y;
    const at = (y) => ({ x, y: y - frame.y });
    const [before, after] = isDown ? [chip.top, chip.bottom] : [chip.bottom, chip.top];
    return [
      ...line(row, at(isDown ? from.bottom : from.top), at(before)),
      ...arrow(row, at(after), at(isDown ? to.top : to.bottom))
    ];
  });
}
function arrow(row, from, to) {
  const turn = from.x === to.x ? to.y > from.y ? 90 : -90 : to.x > from.x ? 0 : 180;
  const tip = shape("path", {
    class: \`tip \${row.standing}\`,
    "data-line": String(row.number),
    d: "M0 0L-8 -4.5V4.5Z",
    transform: \`translate(\${to.x} \${to.y}) rotate(\${turn})\`
  });
  return [...line(row, from, to), tip];
}
function line({ number, standing }, from, to) {
  const bend = (to.x - from.x) / 2;
  const d = bend === 0 ? \`M\${from.x} \${from.y}L\${to.x} \${to.y}\` : \`M\${from.x} \${from.y}C\${from.x + bend} \${from.y} \${to.x - bend} \${to.y} \${to.x} \${to.y}\`;
  return [shape("path", { class: \`line \${standing}\`, "data-line": String(number), d })];
}

function layoutOf(parties, rows) {
  const workloads = parties.filter(({ role }) => role === "workload");
  const layouts = permutations(workloads).map((centre) => layoutAround(centre, parties, rows));
  const costs = layouts.map(costOf);
  const best = layouts[costs.indexOf(Math.min(...costs))];
  return best ?? { left: [], centre: [], inner: [], right: [] };
}
function layoutAround(centre, parties, rows) {
  const isInside = (id) => centre.some((workload) => workload.id === id);
  const cards = parties.filter(({ role }) => role === "neighbour").map((party) => {
    const own = rows.filter(({ source, destination }) => source === party.id || destination === party.id);
    return { party, rows: own.toSorted((a, b) => heightOf(centre, a) - heightOf(centre, b) || a.number - b.number) };
  }).filter((card) => card.rows.length > 0).toSorted((a, b) => middleOf(centre, a) - middleOf(centre, b));
  const opens = ({ party, rows: own }) => own.some(({ source }) => source === party.id);
  return {
    left: untangled(centre, cards.filter(opens)),
    centre,
    inner: rows.filter(({ source, destination }) => isInside(source) && isInside(destination)),
    right: untangled(
      centre,
      cards.filter((card) => !opens(card))
    )
  };
}
function heightOf(centre, { source, destination }) {
  return centre.findIndex(({ id }) => id === source || id === destination);
}
function middleOf(centre, { rows }) {
  return rows.reduce((sum, row) => sum + heightOf(centre, row), 0) / rows.length;
}
function untangled(centre, cards) {
  const swapped = cards.map((_, at) => [
    ...cards.slice(0, at),
    ...cards.slice(at, at + 2).toReversed(),
    ...cards.slice(at + 2)
  ]);
  const better = swapped.find((other) => crossings(centre, other) < crossings(centre, cards));
  return better === void 0 ? cards : untangled(centre, better);
}
function costOf({ left, centre, inner, right }) {
  const place = (wanted) => centre.findIndex(({ id }) => id === wanted);
  const apart = inner.reduce(
    (sum, { source, destination }) => sum + Math.abs(place(source) - place(destination)) - 1,
    0
  );
  return 100 * apart + crossings(centre, left) + crossings(centre, right);
}
function crossings(centre, cards) {
  const ends = cards.flatMap(({ rows }) => rows.map((row) => heightOf(centre, row)));
  return ends.reduce((sum, end, at) => sum + ends.slice(at + 1).filter((below) => below < end).length, 0);
}
function permutations(items) {
  if (items.length <= 1) return [items];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

function upAndDown(count) {
  return (from, key) => {
    switch (key) {
      case "ArrowDown":
        return Math.min(from + 1, count - 1);
      case "ArrowUp":
        return Math.max(from - 1, 0);
      case "Home":
        return 0;
      case "End":
        return count - 1;
      default:
        return void 0;
    }
  };
}
function acrossColumns(counts) {
  const starts = counts.map((_, column) => counts.slice(0, column).reduce((sum, count) => sum + count, 0));
  return (from, key) => {
    const column = starts.findLastIndex((start2, at) => start2 <= from && (counts[at] ?? 0) > 0);
    const start = starts[column] ?? 0;
    const count = counts[column] ?? 0;
    const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    if (step === 0) {
      const within = upAndDown(count)(from - start, key);
      return within === void 0 ? void 0 : start + within;
    }
    let beside = column + step;
    while (counts[beside] === 0) beside += step;
    const there = counts[beside];
    if (there === void 0) return from;
    return (starts[beside] ?? 0) + Math.min(there - 1, Math.floor((from - start + 0.5) / count * there));
  };
}

function rove(buttons, move) {
  const stopAt = (place) => {
    for (const [at, button] of buttons.entries()) button.tabIndex = at === place ? 0 : -1;
  };
  stopAt(0);
  for (const [at, button] of buttons.entries()) {
    button.addEventListener("focus", () => stopAt(at));
    button.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const next = buttons[move(at, event.key) ?? -1];
      if (next === void 0) return;
      event.preventDefault();
      next.focus();
    });
  }
}

function createDiagram(place, first, open) {
  const layout = layoutOf(first.parties, first.rows);
  const chips = new Map(first.rows.map((row) => [row.number, createChip(row, first, open)]));
  const boxes = new Map(layout.centre.map((party) => [party.id, createBox(party)]));
  const chipOf = (row) => {
    const chip = chips.get(row.number);
    return chip === void 0 ? [] : [chip];
  };
  const column = (name, children) => element("div", { class: \`column \${name}\` }, ...children);
  const card = ({ party, rows }) => element("div", { class: "card" }, element("h3", { text: party.label }), ...rows.flatMap(chipOf));
  const [head, ...others] = layout.centre.flatMap(({ id }) => boxes.get(id) ?? []);
  const inner = layout.inner.flatMap(chipOf);
  const curves = drawCurves(place, { chips, boxes });
  place.append(
    curves.drawing,
    column("left", layout.left.map(card)),
    column("centre", [...head === void 0 ? [] : [head], ...inner, ...others]),
    column("right", layout.right.map(card))
  );
  const columns2 = columnsOf(layout).map((rows) => rows.flatMap(chipOf));
  rove(columns2.flat(), acrossColumns(columns2.map(({ length }) => length)));
  for (const [number, chip] of chips) {
    const light = (isLit) => () => curves.light(number, isLit);
    chip.addEventListener("focus", light(true));
    chip.addEventListener("blur", light(false));
    chip.addEventListener("pointerenter", light(true));
    chip.addEventListener("pointerleave", light(false));
  }
  return {
    show(view) {
      for (const row of view.rows) updateChip(chips.get(row.number), row);
      for (const party of view.parties) updateBox(boxes.get(party.id), party);
      curves.draw(view.rows);
    }
  };
}
function columnsOf({ left, inner, right }) {
  const rowsOf = (cards) => cards.flatMap(({ rows }) => rows);
  return [rowsOf(left), inner, rowsOf(right)];
}
function createChip(row, view, open) {
  const [source, destination] = endsInWords(row, view.parties);
  const aloud = (text) => element("span", { class: "aloud", text });
  const chip = element(
    "button",
    { attributes: { type: "button" } },
    aloud("Row "),
    element("span", { class: "number", text: String(row.number) }),
    aloud(" "),
    element("span", { class: "ends", text: \`\${source} to \${destination}\` }),
    aloud(" "),
    element("span", { class: "endpoint" }),
    aloud(", "),
    element("span", { class: "state" })
  );
  chip.addEventListener("click", () => open(row.number));
  return chip;
}
function updateChip(chip, row) {
  const [endpoint, state] = [chip?.querySelector(".endpoint"), chip?.querySelector(".state")];
  if (!chip || !endpoint || !state) return;
  const words = isTrouble(row) ? row.code?.name ?? row.state : row.state;
  if (endpoint.textContent === row.endpoint && state.textContent === words) return;
  const isNews = state.textContent !== "";
  endpoint.textContent = row.endpoint;
  state.replaceChildren(sign(row.standing), words);
  chip.setAttribute("class", \`chip \${row.standing}\${isNews ? " news" : ""}\`);
}
function isTrouble({ standing }) {
  return standing === "fails" || standing === "warns";
}
function createBox(party) {
  return element("div", { class: "box" }, element("h3", { text: party.label }), element("p", { class: "pods" }));
}
function updateBox(box, { pods }) {
  const line2 = box?.querySelector(".pods");
  if (line2) setText(line2, pods === void 0 ? "" : \`\${pods.ready} of \${pods.desired} ready\`);
}

var columns = ["state", "endpoint", "reason", "since"];
function createRowTable(body, first, open) {
  const lines = first.rows.map((row) => createLine(row, first, open));
  body.append(...lines.map(({ line: line2 }) => line2));
  rove(
    lines.map(({ button }) => button),
    upAndDown(lines.length)
  );
  return {
    show(view) {
      for (const [at, row] of view.rows.entries()) {
        const made = lines[at];
        if (made !== void 0) updateLine(made, row, view);
      }
    }
  };
}
function createLine(row, { parties }, open) {
  const [source, destination] = endsInWords(row, parties);
  const button = element("button", {
    class: "number",
    text: String(row.number),
    attributes: { type: "button", "data-row": String(row.number) }
  });
  button.addEventListener("click", () => open(row.number));
  const cell = (name) => element("td", { class: name });
  const cells = { state: cell("state"), endpoint: cell("endpoint"), reason: cell("reason"), since: cell("since") };
  const line2 = element(
    "tr",
    {},
    element("th", { attributes: { scope: "row" } }, button),
    element("td", { text: source }),
    element("td", { text: destination }),
    ...columns.map((name) => cells[name])
  );
  line2.addEventListener("click", (event) => {
    if (event.target !== button) open(row.number);
  });
  return { line: line2, button, cells };
}
function updateLine({ line: line2, button, cells }, row, { parties, nowMs }) {
  const words = rowInWords(row, parties);
  setText(cells.endpoint, row.endpoint);
  setText(cells.reason, row.reason);
  setText(cells.since, sinceInWords(row.since, nowMs));
  if (button.getAttribute("aria-label") === words) return;
  button.setAttribute("aria-label", words);
  line2.setAttribute("class", row.standing);
  cells.state.replaceChildren(sign(row.standing), row.state);
}

function listen({ view, ended }) {
  const source = new EventSource("events");
  source.addEventListener("message", ({ data }) => {
    const read = JSON.parse(String(data));
    view(read);
  });
  source.addEventListener("end", () => {
    source.close();
    ended();
  });
}

var silentForMs = 1e4;
var last;
var heardMs = Date.now();
var hasEnded = false;
var showRows;
var dialog = byId("details");
if (!(dialog instanceof HTMLDialogElement)) throw new Error("the details are a dialog");
var details = createDetails(dialog);
var noteChanges = createChanges(byId("changes"), byId("no-changes"));
listen({
  view(view) {
    heardMs = Date.now();
    showRows ??= createRows(view);
    if (last !== void 0) noteChanges(last, view);
    last = view;
    details.show(view);
    showRows(view);
    showHead(view);
    showLink();
  },
  ended() {
    hasEnded = true;
    showLink();
  }
});
setInterval(showLink, 1e3);
function createRows(first) {
  const diagram = createDiagram(byId("map"), first, details.open);
  const table = createRowTable(byId("rows"), first, details.open);
  byId("page").hidden = false;
  return (view) => {
    diagram.show(view);
    table.show(view);
  };
}
function showHead({ instance, ready, reported, rows }) {
  setText(byId("instance"), instance);
  const failing = rows.filter(({ standing }) => standing === "fails").length;
  const title = \`\${failing > 0 ? \`(\${failing} failing) \` : ""}\${instance}: connections\`;
  if (document.title !== title) document.title = title;
  const said = ready === void 0 ? "" : \`Ready is \${ready.status}: \${ready.reason}\`;
  const behind = {
    yes: "",
    behind: " The operator has not looked at the last change of the resource yet.",
    never: "No operator has reported on the resource yet."
  };
  setText(byId("ready"), \`\${said}\${behind[reported]}\`);
  setText(byId("ready-message"), ready?.message ?? "");
  const counts = standingNames.map((standing) => {
    return { standing, count: rows.filter((row) => row.standing === standing).length };
  });
  byId("counts").replaceChildren(
    ...counts.filter(({ count }) => count > 0).map(
      ({ standing, count }) => element("li", { class: standing }, sign(standing), element("span", { text: \`\${count} \${labelOf(standing)}\` }))
    )
  );
}
function showLink() {
  const link = linkNow();
  const badge = byId("link");
  setText(badge, linkInWords(link, Date.now()));
  badge.setAttribute("class", link.kind);
  document.body.setAttribute("data-link", link.kind);
}
function linkNow() {
  if (hasEnded) return { kind: "stale", sinceMs: heardMs, why: "kubectl ixn map was ended" };
  if (Date.now() - heardMs > silentForMs) {
    return { kind: "stale", sinceMs: heardMs, why: "kubectl ixn map does not answer" };
  }
  return last?.link ?? { kind: "stale", sinceMs: heardMs, why: "nothing was heard yet" };
}
` },
  'icon.svg': { type: 'image/svg+xml', text: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#24406e"/><path d="M4 4.5l8 3.5-8 3.5" fill="none" stroke="#fff" stroke-width="1.5"/><circle cx="4" cy="4.5" r="1.8" fill="#7fd6a4"/><circle cx="12" cy="8" r="1.8" fill="#fff"/><circle cx="4" cy="11.5" r="1.8" fill="#ff9a8f"/></svg>
` },
};
