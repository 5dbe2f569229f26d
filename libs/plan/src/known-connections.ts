import type { DependencyVerdict } from '@ixn/connections';
import type { ConnectionEntry } from '@ixn/interaction-server';

/**
 * What the status says of rows that lead where they are to lead now, by their numbers; nothing of those that answer. A plan asks
 * no dependency itself.
 */
export function knownConnections(
  rows: readonly ConnectionEntry[],
  before: readonly ConnectionEntry[] = [],
): ReadonlyMap<number, DependencyVerdict> {
  const found = before.flatMap(({ number, endpoint, reason, message = '' }) => {
    const leadsThere = rows.some((row) => row.number === number && row.endpoint === endpoint);
    return reason === undefined || !leadsThere ? [] : [[number, { reason, message }] as const];
  });
  return new Map(found);
}
