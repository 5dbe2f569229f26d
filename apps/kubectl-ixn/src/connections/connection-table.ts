import { parties } from '@ixn/connections';
import { columns } from '../table.ts';
import type { ConnectionRow } from './connection-rows.ts';

/** The rows for people. */
export function connectionTable(rows: readonly ConnectionRow[]): string {
  const lines = rows.map(({ number, source, destination, endpoint, state, reason }) => [
    String(number),
    parties[source].label,
    parties[destination].label,
    endpoint,
    state,
    reason,
  ]);
  return columns([['#', 'FROM', 'TO', 'ENDPOINT', 'STATE', 'REASON'], ...lines]);
}
