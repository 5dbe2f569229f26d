import type { ConnectionContext } from './connection-context.ts';
import { type Endpoint, outgoingEndpoints } from './outgoing-endpoints.ts';
import { parties } from './parties.ts';
import type { CheckProtocol, Connection } from './rows.ts';

/** How it is found out whether a row works. */
export type ConnectionCheck =
  /** Something is dialled: endpoints of the spec, or what a Secret says. */
  | {
      readonly row: number;
      readonly kind: 'dial';
      readonly protocol: CheckProtocol;
      readonly endpoints: readonly Endpoint[];
      readonly secret?: { readonly name: string; readonly key: string };
    }
  /** Both ends are ours: the Service's own endpoints tell. */
  | { readonly row: number; readonly kind: 'own-service'; readonly service: string }
  /** Nothing can be found out, and why. */
  | { readonly row: number; readonly kind: 'none'; readonly because: string };

/** One check for each row of the table, in the order of the numbers. */
export function connectionChecks(table: readonly Connection[], context: ConnectionContext): readonly ConnectionCheck[] {
  return table.toSorted((a, b) => a.number - b.number).map((row) => checkOf(row, context));
}

function checkOf(row: Connection, context: ConnectionContext): ConnectionCheck {
  const { number, source, destination, outgoing } = row;
  if (outgoing === undefined) {
    return { row: number, kind: 'none', because: `${parties[source].label} opens it, not the instance` };
  }
  const service = context.services[destination];
  if (service !== undefined) return { row: number, kind: 'own-service', service };
  const found = outgoingEndpoints(row, context);
  switch (found.kind) {
    case 'notConfigured':
      return { row: number, kind: 'none', because: 'it is not configured' };
    case 'secret': {
      const { name, key } = found;
      return { row: number, kind: 'dial', protocol: outgoing.check, endpoints: [], secret: { name, key } };
    }
    case 'endpoints':
      return { row: number, kind: 'dial', protocol: outgoing.check, endpoints: found.endpoints };
  }
}
