import { flowchart } from './flowchart.ts';
import type { Connection } from './rows.ts';

/** The rows as a Mermaid flowchart: an arrow from who opens a connection to who is connected to, with the numbers on it. */
export function connectionsDiagram(table: readonly Connection[]): string {
  const numbers = Map.groupBy(
    table.toSorted((a, b) => a.number - b.number),
    ({ source, destination }) => `${source} ${destination}`,
  );
  const arrows = [...numbers.values()].flatMap((rows) => {
    const [first] = rows;
    const label = rows.map(({ number }) => number).join(', ');
    return first === undefined ? [] : [`${first.source} -- "${label}" --> ${first.destination}`];
  });
  return flowchart(table, arrows);
}
