import { type ConnectionStatus, isWorkload } from '@ixn/connections';
import type { ConnectionEntry } from '@ixn/interaction-server';
import type { ResolvedInstance } from './resolve.ts';

/**
 * What the status says of each row: what is known of it without asking anybody and, where a policy stands for it, whether that
 * lets everybody through, as the spec names no peer for the neighbour.
 */
export function connectionEntries(instance: ResolvedInstance): readonly ConnectionEntry[] {
  return instance.connections.map((status) => (isOpen(status, instance) ? { ...status, open: true } : status));
}

function isOpen(
  { number, state }: ConnectionStatus,
  { table, networkPolicy: { mode, peers } }: ResolvedInstance,
): boolean {
  const row = table.find((candidate) => candidate.number === number);
  if (row === undefined || mode === 'Off' || state === 'NotConfigured') return false;
  const comesIn = isWorkload(row.destination);
  if (!comesIn && mode !== 'Full') return false;
  const other = comesIn ? row.source : row.destination;
  return !isWorkload(other) && peers[other] === undefined;
}
