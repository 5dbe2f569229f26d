import { type Connection, connections, isWorkload, parties } from '@ixn/connections';
import type { ConnectionEntry } from '@ixn/interaction-server';

/** Whether a row is checked that leads out of the instance: its own workloads have conditions and events of their own. */
export function isDependency({ number, state }: ConnectionEntry): boolean {
  const row = rowOf(number);
  const isChecked = state !== 'Configured' && state !== 'NotConfigured' && state !== 'Serving';
  return isChecked && row !== undefined && !isWorkload(row.destination);
}

/** Whether something is wrong with what a row leads to. */
export function isFailing({ state }: ConnectionEntry): boolean {
  return state === 'Unreachable' || state === 'AuthenticationFailed';
}

/**
 * What is wrong with rows, each thing once: rows that lead to the same place for the same reason share their words, such as
 * `connections 6 and 7 (IXN and IXN VQ Node to Kafka, kafka-0:9092): the connection is refused`.
 */
export function troublesInWords(rows: readonly ConnectionEntry[]): readonly string[] {
  const alike = Map.groupBy(rows, ({ endpoint, reason, message }) => JSON.stringify([endpoint, reason, message]));
  return [...alike.values()].map((same) => {
    const [first] = same;
    return `${namesOf(same)}: ${first?.message ?? first?.reason ?? ''}`;
  });
}

/** `connection 16 (IXN to IXN DB, pg:5999)`. */
function namesOf(rows: readonly ConnectionEntry[]): string {
  const known = rows.flatMap(({ number }) => rowOf(number) ?? []);
  const sources = list(known.map(({ source }) => parties[source].label));
  const destinations = list(known.map(({ destination }) => parties[destination].label));
  const endpoint = rows[0]?.endpoint;
  const ends = `${sources} to ${destinations}${endpoint === undefined ? '' : `, ${endpoint}`}`;
  return `${numbersOf(rows.map(({ number }) => number))} (${ends})`;
}

/** `connection 16`, or `connections 6 and 7`. */
export function numbersOf(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'connection' : 'connections'} ${list(numbers.map(String))}`;
}

function rowOf(number: number): Connection | undefined {
  return connections.find((row: Connection) => row.number === number);
}

function list(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(new Set(words));
}
