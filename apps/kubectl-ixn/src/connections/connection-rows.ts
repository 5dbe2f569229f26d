import { type Connection, connections, parties, type Party } from '@ixn/connections';
import type { ConnectionEntry } from '@ixn/interaction-server';
import type { Instance } from '../cluster/instance.ts';

/** A row of the connections table, and how it stands for an instance. */
export interface ConnectionRow {
  readonly number: number;
  readonly source: Party;
  readonly destination: Party;
  readonly protocol: string;
  readonly classification: string;
  /** Where it leads; empty where nobody has said. */
  readonly endpoint: string;
  /** As the status says; NotReported where it says nothing. */
  readonly state: string;
  /** Why, or what to do about it. */
  readonly reason: string;
}

/** Every row of the table, with what the status of an instance says of it. */
export function connectionRows({ status }: Pick<Instance, 'status'>): readonly ConnectionRow[] {
  const table: readonly Connection[] = connections;
  return table.map((row) => {
    const entry = status?.connections?.find(({ number }) => number === row.number);
    const { number, source, destination, protocol, classification } = row;
    const endpoint = entry?.endpoint ?? '';
    const state = entry?.state ?? 'NotReported';
    return { number, source, destination, protocol, classification, endpoint, state, reason: reasonOf(row, entry) };
  });
}

/** What the operator says of a row goes first: reasons and messages of its checks. */
function reasonOf(row: Connection, entry: ConnectionEntry | undefined): string {
  if (entry === undefined) return 'the operator has reported nothing of it';
  const said = [entry.reason, entry.message].filter((words) => words !== undefined).join(': ');
  const open = entry.open === true ? ['open to everybody: no peer is given for it'] : [];
  return [said === '' ? wordsOf(row, entry) : said, ...open].join('; ');
}

function wordsOf({ source, outgoing }: Connection, { state }: ConnectionEntry): string {
  if (state === 'NotConfigured') return `spec.${outgoing?.settings ?? ''} is not set`;
  if (state === 'Reachable') return 'it answers';
  return parties[source].role === 'workload' ? 'the instance opens it' : `${parties[source].label} opens it`;
}
