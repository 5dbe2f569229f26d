import { checkStateOf, type DependencyVerdict } from '@ixn/connections';
import type { ConnectionEntry } from '@ixn/interaction-server';

/** What checks have found, by the number of the row; Off where the spec switches them off. */
export type CheckResults = 'Off' | ReadonlyMap<number, DependencyVerdict>;

/** The longest message of a row; what is longer is cut and ends in …, as the status must stay small. */
const maxMessageLength = 130;

/**
 * The rows with what checks have found. While no check of a row has come to an end, the last word on the same endpoint stays:
 * an operator that has just started knows nothing, which is no news about a dependency.
 */
export function findConnections(
  rows: readonly ConnectionEntry[],
  results: CheckResults,
  before: readonly ConnectionEntry[] = [],
): readonly ConnectionEntry[] {
  return rows.map((row) => {
    if (row.state !== 'Configured') return row;
    if (results === 'Off') return { ...row, state: 'NotChecked', reason: 'Off' };
    const verdict = results.get(row.number);
    if (verdict === undefined) return row;
    const last = verdict.reason === 'Pending' ? lastWord(row, before) : undefined;
    return { ...row, ...(last ?? said(verdict)) };
  });
}

/** The rows of an instance for which nothing is done, with what is known of those that are checked still. */
export function refreshConnections(
  before: readonly ConnectionEntry[],
  results: ReadonlyMap<number, DependencyVerdict>,
): readonly ConnectionEntry[] {
  return before.map((row) => {
    const verdict = results.get(row.number);
    if (verdict === undefined || verdict.reason === 'Pending') return row;
    const { reason: _reason, message: _message, ...known } = row;
    return { ...known, ...said(verdict) };
  });
}

type Said = Pick<ConnectionEntry, 'state' | 'reason' | 'message'>;

function said({ reason, message }: DependencyVerdict): Said {
  const state = checkStateOf(reason);
  if (state === 'Reachable') return { state };
  // What was not asked says why in the reason, but for what somebody may have to mend.
  const tells = state !== 'NotChecked' || reason === 'SettingsUnreadable' || reason === 'CheckFailed';
  return { state, reason, ...(tells && { message: shorten(message) }) };
}

function lastWord(row: ConnectionEntry, before: readonly ConnectionEntry[]): Said | undefined {
  const last = before.find(({ number }) => number === row.number);
  if (last === undefined || last.endpoint !== row.endpoint || !isWord(last)) return undefined;
  const { state, reason, message } = last;
  return { state, ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) };
}

function isWord({ state, reason }: ConnectionEntry): boolean {
  const unasked = state === 'Configured' || state === 'NotConfigured' || state === 'Serving';
  return !unasked && reason !== 'Off' && reason !== 'Pending';
}

function shorten(text: string): string {
  const plain = text.toWellFormed();
  return plain.length <= maxMessageLength ? plain : `${plain.slice(0, maxMessageLength - 1).toWellFormed()}…`;
}
