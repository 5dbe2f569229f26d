import { parties, type Party, workloads } from '@ixn/connections';
import type { ConnectionRow } from './connection-rows.ts';

/** The rows as a Mermaid flowchart, an arrow each: dotted where it is not configured, thick where something is wrong. */
export function liveDiagram(rows: readonly ConnectionRow[]): string {
  const neighbours = [...new Set(rows.flatMap(({ source, destination }) => [source, destination]))]
    .filter((party) => parties[party].role === 'neighbour')
    .toSorted((a, b) => (a < b ? -1 : 1));
  return [
    'flowchart LR',
    '  subgraph instance[InteractionServer]',
    ...workloads.map((workload) => `    ${node(workload)}`),
    '  end',
    ...neighbours.map((party) => `  ${node(party)}`),
    ...rows.map(arrow),
    '',
  ].join('\n');
}

function node(party: Party): string {
  return `${party}["${parties[party].label}"]`;
}

function arrow({ number, source, destination, state, endpoint }: ConnectionRow): string {
  const label = [`${number}: ${state}`, endpoint].filter((part) => part !== '').join('<br/>');
  const line = state === 'NotConfigured' ? '-.->' : /Unreachable|Expiring/.test(state) ? '==>' : '-->';
  return `  ${source} ${line}|"${label}"| ${destination}`;
}
