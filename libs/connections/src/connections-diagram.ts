import { parties, type Party, workloads } from './parties.ts';
import type { Connection } from './rows.ts';

/** The rows as a Mermaid flowchart: an arrow from who opens a connection to who is connected to, with the numbers on it. */
export function connectionsDiagram(table: readonly Connection[]): string {
  const shown = new Set(table.flatMap((row) => [row.source, row.destination]));
  const neighbours = partyNames(shown).filter((party) => parties[party].role === 'neighbour');
  const numbers = new Map<string, number[]>();
  for (const row of table.toSorted((a, b) => a.number - b.number)) {
    const arrow = `${row.source} ${row.destination}`;
    numbers.set(arrow, [...(numbers.get(arrow) ?? []), row.number]);
  }
  return [
    'flowchart LR',
    '  subgraph instance[InteractionServer]',
    ...workloads.map((workload) => `    ${node(workload)}`),
    '  end',
    ...neighbours.map((party) => `  ${node(party)}`),
    ...[...numbers].map(([arrow, rows]) => {
      const [source = '', destination = ''] = arrow.split(' ');
      return `  ${source} -- "${rows.join(', ')}" --> ${destination}`;
    }),
    '',
  ].join('\n');
}

function node(party: Party): string {
  return `${party}["${parties[party].label}"]`;
}

function partyNames(shown: ReadonlySet<Party>): readonly Party[] {
  return [...shown].toSorted((a, b) => (a < b ? -1 : 1));
}
