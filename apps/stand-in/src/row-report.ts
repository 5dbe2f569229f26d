import type { OutgoingRow } from './server-settings.ts';
import { formatEndpoint } from './endpoint.ts';
import type { Link } from './link.ts';

/** How an outgoing row stands. */
export interface RowReport {
  readonly number: number;
  readonly destination: OutgoingRow['destination'];
  /** Connected where every endpoint is. */
  readonly state: 'NotConfigured' | 'Connecting' | 'Connected' | 'Failed';
  /** host:port, several with commas between them. */
  readonly endpoint?: string;
  /** Why it failed: the first endpoint that did, and Node's code. */
  readonly error?: string;
}

/** Reports a row by the connections that are kept open for it. */
export function reportRow(
  { number, destination }: OutgoingRow,
  links: readonly Pick<Link, 'endpoint' | 'state'>[],
): RowReport {
  const row = { number, destination };
  if (links.length === 0) return { ...row, state: 'NotConfigured' };
  const endpoint = links.map((link) => formatEndpoint(link.endpoint)).join(',');
  const states = links.map((link) => ({ name: formatEndpoint(link.endpoint), state: link.state() }));
  for (const { name, state } of states) {
    if (state.kind === 'Failed') return { ...row, state: 'Failed', endpoint, error: `${name} ${state.error}` };
  }
  const connected = states.every(({ state }) => state.kind === 'Connected');
  return { ...row, state: connected ? 'Connected' : 'Connecting', endpoint };
}
