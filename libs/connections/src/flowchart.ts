import { parties, type Party, workloads } from './parties.ts';

/** Who opens a connection, and to whom. */
interface Ends {
  readonly source: Party;
  readonly destination: Party;
}

/** A Mermaid flowchart with the workloads in a frame, the neighbours that rows have around it, and arrows as they are given. */
export function flowchart(rows: readonly Ends[], arrows: readonly string[]): string {
  const shown = new Set(rows.flatMap(({ source, destination }) => [source, destination]));
  const neighbours = [...shown].filter((party) => parties[party].role === 'neighbour').toSorted();
  return [
    'flowchart LR',
    '  subgraph instance[InteractionServer]',
    ...workloads.map((workload) => `    ${node(workload)}`),
    '  end',
    ...neighbours.map((party) => `  ${node(party)}`),
    ...arrows.map((arrow) => `  ${arrow}`),
    '',
  ].join('\n');
}

function node(party: Party): string {
  return `${party}["${parties[party].label}"]`;
}
