import type { ConnectionContext } from './connection-context.ts';
import { outgoingEndpoints } from './outgoing-endpoints.ts';
import type { Workload } from './parties.ts';
import type { Connection } from './rows.ts';

/** A service that Consul Connect's sidecar listens for on the pod's own loopback. */
export interface Upstream {
  readonly row: number;
  /** Name of the Consul service. */
  readonly service: string;
  /** Port on the loopback of the pod: the one that the row has without Connect. */
  readonly port: number;
}

/** The configured rows of a workload that Consul Connect carries, in the order of their numbers. */
export function upstreamsOf(
  workload: Workload,
  table: readonly Connection[],
  context: ConnectionContext,
): readonly Upstream[] {
  return table
    .toSorted((a, b) => a.number - b.number)
    .flatMap((row) => {
      const upstream = row.source === workload ? row.outgoing?.upstream : undefined;
      const found = outgoingEndpoints(row, context);
      if (upstream === undefined || found.kind !== 'endpoints') return [];
      const service = upstream.replace('<id>', context.tenantId);
      return found.endpoints.map(({ port }) => ({ row: row.number, service, port }));
    });
}
