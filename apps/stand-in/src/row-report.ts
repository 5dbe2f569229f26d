import type { OutgoingRow } from './server-settings.ts';
import { formatEndpoints, type Link, type Tally } from './link.ts';

/** How an outgoing row stands. */
export interface RowReport {
  readonly number: number;
  readonly destination: OutgoingRow['destination'];
  /** Connected where every endpoint is, and was of use. */
  readonly state: 'NotConfigured' | 'Connecting' | 'Connected' | 'Failed';
  /** host:port, several with commas between them. */
  readonly endpoint?: string;
  /** Why it failed: the first endpoint that did, and the code of the failure. */
  readonly error?: string;
  /** What came of the last exchange of each. */
  readonly did?: readonly string[];
  /** Exchanges that went well, of all of them. */
  readonly tally?: Tally;
}

/** Reports a row by the connections that are kept up for it. */
export function reportRow(
  { number, destination }: OutgoingRow,
  links: readonly Pick<Link, 'endpoints' | 'state' | 'tally'>[],
): RowReport {
  if (links.length === 0) return { number, destination, state: 'NotConfigured' };
  const endpoint = links.map((link) => formatEndpoints(link.endpoints)).join(',');
  const row = { number, destination, endpoint, tally: sumOf(links.map((link) => link.tally())) };
  const states = links.map((link) => ({ name: formatEndpoints(link.endpoints), state: link.state() }));
  for (const { name, state } of states) {
    if (state.kind === 'Failed') return { ...row, state: 'Failed', error: `${name} ${state.error}` };
  }
  const did = states.flatMap(({ state }) => (state.kind === 'Connected' ? [state.did] : []));
  return did.length === links.length ? { ...row, state: 'Connected', did } : { ...row, state: 'Connecting' };
}

function sumOf(tallies: readonly Tally[]): Tally {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  return { count: sum('count'), totalSeconds: sum('totalSeconds') };
}
