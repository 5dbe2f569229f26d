import type { MapLink, MapParty, MapRow, Since } from '../map-types.ts';

/** A time of day, with the day where it is not today. */
export function clock(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const time = at.toLocaleTimeString();
  return at.toDateString() === new Date(nowMs).toDateString() ? time : `${at.toLocaleDateString()} ${time}`;
}

/** Since when a row is as it is, such as `before 12:00:00`. */
export function sinceInWords({ atMs, orBefore }: Since, nowMs: number): string {
  return `${orBefore ? 'before ' : ''}${clock(atMs, nowMs)}`;
}

/** Who opens a row to whom. */
export function endsInWords({ source, destination }: MapRow, parties: readonly MapParty[]): readonly [string, string] {
  const label = (wanted: string) => parties.find(({ id }) => id === wanted)?.label ?? wanted;
  return [label(source), label(destination)];
}

/** A row in one sentence. */
export function rowInWords(row: MapRow, parties: readonly MapParty[]): string {
  const [source, destination] = endsInWords(row, parties);
  const endpoint = row.endpoint === '' ? '' : ` at ${row.endpoint}`;
  return `Row ${row.number}: ${source} to ${destination}${endpoint}, ${stateInWords(row)}`;
}

/** State and reason. */
export function stateInWords({ state, code }: MapRow): string {
  return code === undefined ? state : `${state}, ${code.name}`;
}

/** Whether what is shown still holds. */
export function linkInWords(link: MapLink, nowMs: number): string {
  switch (link.kind) {
    case 'live':
      return 'Live';
    case 'gone':
      return `The resource was deleted; this is how it was at ${clock(link.sinceMs, nowMs)}`;
    case 'stale':
      return `Stale since ${clock(link.sinceMs, nowMs)}: ${link.why}`;
  }
}
