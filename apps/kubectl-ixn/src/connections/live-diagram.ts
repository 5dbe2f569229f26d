import { flowchart, standingOf } from '@ixn/connections';
import type { ConnectionRow } from './connection-rows.ts';

/** The rows as a Mermaid flowchart, an arrow each: dotted where it is not configured, thick where something is wrong. */
export function liveDiagram(rows: readonly ConnectionRow[]): string {
  return flowchart(rows, rows.map(arrow));
}

function arrow({ number, source, destination, state, endpoint }: ConnectionRow): string {
  const label = [`${number}: ${state}`, endpoint].filter((part) => part !== '').join('<br/>');
  return `${source} ${lineOf(state)}|"${label}"| ${destination}`;
}

function lineOf(state: string): string {
  switch (standingOf(state)) {
    case 'off':
      return '-.->';
    case 'fails':
    case 'warns':
      return '==>';
    case 'works':
    case 'serves':
    case 'unknown':
      return '-->';
  }
}
