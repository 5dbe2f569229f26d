import type { MapRow } from '../map-types.ts';
import { shape } from './dom.ts';

/** What the lines lead from and to. */
export interface Ends {
  /** By the number of the row. */
  readonly chips: ReadonlyMap<number, HTMLElement>;
  /** By the id of the workload. */
  readonly boxes: ReadonlyMap<string, HTMLElement>;
}

export interface Curves {
  readonly drawing: SVGSVGElement;
  readonly draw: (rows: readonly MapRow[]) => void;
  /** Makes the line of a row stand out, or no more. */
  readonly light: (number: number, isLit: boolean) => void;
}

/** One end of a line: where, and whether it leads to the left or to the right from there. */
interface Point {
  readonly x: number;
  readonly y: number;
}

interface Line {
  readonly row: MapRow;
  readonly chip: DOMRect;
  readonly box: DOMRect;
  readonly boxId: string;
  readonly isLeft: boolean;
}

/** The lines of the picture; they are drawn anew whenever something has another size. */
export function drawCurves(place: HTMLElement, ends: Ends): Curves {
  const drawing = shape('svg', { class: 'curves', 'aria-hidden': 'true' });
  let last: readonly MapRow[] = [];
  const draw = (rows: readonly MapRow[]) => {
    last = rows;
    const frame = place.getBoundingClientRect();
    const isLit = (number: number) => drawing.querySelector(`.lit[data-line="${number}"]`) !== null;
    const lit = new Set(rows.filter(({ number }) => isLit(number)).map(({ number }) => number));
    const drawn = [...outerLines(rows, ends, frame), ...innerLines(rows, ends, frame)];
    drawing.setAttribute('viewBox', `0 0 ${frame.width} ${frame.height}`);
    drawing.replaceChildren(...drawn);
    for (const number of lit) light(number, true);
  };
  const light = (number: number, isLit: boolean) => {
    for (const part of drawing.querySelectorAll(`[data-line="${number}"]`)) part.classList.toggle('lit', isLit);
  };
  new ResizeObserver(() => draw(last)).observe(place);
  return { drawing, draw, light };
}

/** Rows between a neighbour and a workload. */
function outerLines(rows: readonly MapRow[], { chips, boxes }: Ends, frame: DOMRect): readonly SVGElement[] {
  const lines = rows.flatMap((row): readonly Line[] => {
    const chip = chips.get(row.number)?.closest('.card')?.getBoundingClientRect();
    const own = chips.get(row.number)?.getBoundingClientRect();
    const boxId = boxes.has(row.source) ? row.source : row.destination;
    const box = boxes.get(boxId)?.getBoundingClientRect();
    if (chip === undefined || own === undefined || box === undefined) return [];
    const edge = new DOMRect(chip.x, own.y, chip.width, own.height);
    return [{ row, chip: edge, box, boxId, isLeft: chip.x < box.x }];
  });
  return lines.flatMap((each) => {
    const { row, chip, box, boxId, isLeft } = each;
    const beside = lines
      .filter((other) => other.boxId === boxId && other.isLeft === isLeft)
      .toSorted((a, b) => a.chip.y - b.chip.y);
    const share = (beside.indexOf(each) + 1) / (beside.length + 1);
    const far = { x: (isLeft ? chip.right : chip.left) - frame.x, y: chip.y + chip.height / 2 - frame.y };
    const near = { x: (isLeft ? box.left : box.right) - frame.x, y: box.y + box.height * share - frame.y };
    const outward = row.source === boxId;
    const label = shape('text', {
      x: String(near.x + (isLeft ? 14 : -14)),
      y: String(near.y),
      class: 'port',
      'data-line': String(row.number),
    });
    label.textContent = String(row.number);
    return [...arrow(row, outward ? near : far, outward ? far : near), label];
  });
}

/** Rows between two workloads, which stand above each other with the chip between them. */
function innerLines(rows: readonly MapRow[], { chips, boxes }: Ends, frame: DOMRect): readonly SVGElement[] {
  return rows.flatMap((row) => {
    const [source, destination] = [boxes.get(row.source), boxes.get(row.destination)];
    const chip = chips.get(row.number)?.getBoundingClientRect();
    if (source === undefined || destination === undefined || chip === undefined) return [];
    const [from, to] = [source.getBoundingClientRect(), destination.getBoundingClientRect()];
    const x = chip.x + chip.width / 2 - frame.x;
    const isDown = from.y < to.y;
    const at = (y: number) => ({ x, y: y - frame.y });
    const [before, after] = isDown ? [chip.top, chip.bottom] : [chip.bottom, chip.top];
    return [
      ...line(row, at(isDown ? from.bottom : from.top), at(before)),
      ...arrow(row, at(after), at(isDown ? to.top : to.bottom)),
    ];
  });
}

/** A line with its tip, from who opens it to who is connected to. */
function arrow(row: MapRow, from: Point, to: Point): readonly SVGElement[] {
  const turn = from.x === to.x ? (to.y > from.y ? 90 : -90) : to.x > from.x ? 0 : 180;
  const tip = shape('path', {
    class: `tip ${row.standing}`,
    'data-line': String(row.number),
    d: 'M0 0L-8 -4.5V4.5Z',
    transform: `translate(${to.x} ${to.y}) rotate(${turn})`,
  });
  return [...line(row, from, to), tip];
}

/** Level at both ends, unless it goes straight down. */
function line({ number, standing }: MapRow, from: Point, to: Point): readonly SVGElement[] {
  const bend = (to.x - from.x) / 2;
  const d =
    bend === 0
      ? `M${from.x} ${from.y}L${to.x} ${to.y}`
      : `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
  return [shape('path', { class: `line ${standing}`, 'data-line': String(number), d })];
}
