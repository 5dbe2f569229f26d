import type { ConnectionContext } from './connection-context.ts';
import { formatHostPort, outgoingEndpoints } from './outgoing-endpoints.ts';
import { isWorkload } from './parties.ts';
import type { Connection } from './rows.ts';
import { textAt } from './connection-context.ts';

/**
 * What is known of a row without asking anybody. Configured: a workload of ours opens it, and knows where to. NotConfigured: a
 * workload of ours would open it, and nobody has said where to. Serving: others open it to a workload of ours.
 */
export type ConnectionState = 'Configured' | 'NotConfigured' | 'Serving';

/** One row in the status of an instance. */
export interface ConnectionStatus {
  readonly number: number;
  readonly state: ConnectionState;
  /** host:port, several with commas between them; `node:port` for the pod's own node; `secret:NAME/KEY` where a Secret says it. */
  readonly endpoint?: string;
}

/** The longest endpoint text; what is longer is cut and ends in …, as the status must stay small. */
const maxEndpointLength = 120;

/** One entry for each row of the table, in the order of the numbers. */
export function connectionStatuses(
  table: readonly Connection[],
  context: ConnectionContext,
): readonly ConnectionStatus[] {
  return table
    .toSorted((a, b) => a.number - b.number)
    .map((row) => {
      const { state, endpoint } = isWorkload(row.source) ? opened(row, context) : served(row, context);
      return { number: row.number, state, ...(endpoint !== undefined && { endpoint: shorten(endpoint) }) };
    });
}

function opened(row: Connection, context: ConnectionContext): Omit<ConnectionStatus, 'number'> {
  const found = outgoingEndpoints(row, context);
  switch (found.kind) {
    case 'notConfigured':
      return { state: 'NotConfigured' };
    case 'secret':
      return { state: 'Configured', endpoint: `secret:${found.name}/${found.key}` };
    case 'endpoints':
      return {
        state: 'Configured',
        endpoint: found.endpoints.map(({ host = 'node', port }) => formatHostPort(host, port)).join(','),
      };
  }
}

function served(row: Connection, context: ConnectionContext): Omit<ConnectionStatus, 'number'> {
  const service = context.services[row.destination];
  const port = 'parameter' in row.port ? textAt(context.spec, row.port.parameter) : undefined;
  return { state: 'Serving', ...(service !== undefined && port !== undefined && { endpoint: `${service}:${port}` }) };
}

function shorten(text: string): string {
  return text.length <= maxEndpointLength ? text : `${text.slice(0, maxEndpointLength - 1)}…`;
}
