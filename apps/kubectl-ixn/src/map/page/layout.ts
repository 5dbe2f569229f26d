import type { MapParty, MapRow } from '../map-types.ts';

/** A neighbour, with the rows that lead to or come from it, from top to bottom. */
export interface Card {
  readonly party: MapParty;
  readonly rows: readonly MapRow[];
}

/** Who stands where. */
export interface Layout {
  /** Who opens connections to the instance. */
  readonly left: readonly Card[];
  /** The workloads, from top to bottom. */
  readonly centre: readonly MapParty[];
  /** Rows between two workloads. */
  readonly inner: readonly MapRow[];
  /** To whom the instance opens connections, and who opens none itself. */
  readonly right: readonly Card[];
}

/** Places the parties so that few lines cross, and workloads that speak with each other are neighbours. */
export function layoutOf(parties: readonly MapParty[], rows: readonly MapRow[]): Layout {
  const workloads = parties.filter(({ role }) => role === 'workload');
  const layouts = permutations(workloads).map((centre) => layoutAround(centre, parties, rows));
  const costs = layouts.map(costOf);
  const best = layouts[costs.indexOf(Math.min(...costs))];
  return best ?? { left: [], centre: [], inner: [], right: [] };
}

function layoutAround(centre: readonly MapParty[], parties: readonly MapParty[], rows: readonly MapRow[]): Layout {
  const isInside = (id: string) => centre.some((workload) => workload.id === id);
  const cards = parties
    .filter(({ role }) => role === 'neighbour')
    .map((party): Card => {
      const own = rows.filter(({ source, destination }) => source === party.id || destination === party.id);
      return { party, rows: own.toSorted((a, b) => heightOf(centre, a) - heightOf(centre, b) || a.number - b.number) };
    })
    .filter((card) => card.rows.length > 0)
    .toSorted((a, b) => middleOf(centre, a) - middleOf(centre, b));
  const opens = ({ party, rows: own }: Card) => own.some(({ source }) => source === party.id);
  return {
    left: untangled(centre, cards.filter(opens)),
    centre,
    inner: rows.filter(({ source, destination }) => isInside(source) && isInside(destination)),
    right: untangled(
      centre,
      cards.filter((card) => !opens(card)),
    ),
  };
}

/** The place of the workload of a row, from the top. */
function heightOf(centre: readonly MapParty[], { source, destination }: MapRow): number {
  return centre.findIndex(({ id }) => id === source || id === destination);
}

function middleOf(centre: readonly MapParty[], { rows }: Card): number {
  return rows.reduce((sum, row) => sum + heightOf(centre, row), 0) / rows.length;
}

/** Swaps neighbours for as long as fewer lines cross then. */
function untangled(centre: readonly MapParty[], cards: readonly Card[]): readonly Card[] {
  const swapped = cards.map((_, at) => [
    ...cards.slice(0, at),
    ...cards.slice(at, at + 2).toReversed(),
    ...cards.slice(at + 2),
  ]);
  const better = swapped.find((other) => crossings(centre, other) < crossings(centre, cards));
  return better === undefined ? cards : untangled(centre, better);
}

/** How many lines cross; a line between workloads that are apart costs as much as many. */
function costOf({ left, centre, inner, right }: Layout): number {
  const place = (wanted: string) => centre.findIndex(({ id }) => id === wanted);
  const apart = inner.reduce(
    (sum, { source, destination }) => sum + Math.abs(place(source) - place(destination)) - 1,
    0,
  );
  return 100 * apart + crossings(centre, left) + crossings(centre, right);
}

function crossings(centre: readonly MapParty[], cards: readonly Card[]): number {
  const ends = cards.flatMap(({ rows }) => rows.map((row) => heightOf(centre, row)));
  return ends.reduce((sum, end, at) => sum + ends.slice(at + 1).filter((below) => below < end).length, 0);
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
