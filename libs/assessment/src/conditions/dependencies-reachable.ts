import { type CheckReason, checkReasons } from '@ixn/connections';
import type { ConnectionEntry } from '@ixn/interaction-server';
import { isDependency, isFailing, numbersOf, troublesInWords } from '../connection-words.ts';
import type { Findings, Verdict } from './verdict.ts';

/**
 * DependenciesReachable: whether every connection that leads out of the instance and can be checked answers. It says nothing of
 * how the instance runs, and changes no other condition. Undefined where nothing is known of any row.
 */
export function dependenciesReachable({ connections, suspended }: Findings): Verdict | undefined {
  if (!connections.some(({ state }) => !unasked.has(state))) return undefined;
  const isOff = connections.some(({ reason }) => reason === 'Off');
  if (suspended && !isOff) return { status: 'Unknown', reason: 'ChecksSuspended', message: '' };
  const asked = connections.filter(isDependency);
  if (asked.length === 0) return { status: 'True', reason: 'DependenciesAnswer', message: 'none is configured' };
  const failing = asked.filter(isFailing);
  if (failing.length > 0) return tell('False', failing);
  const unclear = asked.filter(({ reason }) => reason !== undefined && unclearReasons.has(reason));
  if (unclear.length > 0) return tell('Unknown', unclear);
  const unchecked = asked.filter(({ state }) => state === 'NotChecked');
  if (unchecked.length === asked.length) return tell('Unknown', unchecked);
  const expiring = asked.filter(({ state }) => state === 'CertificateExpiring');
  const rest = unchecked.length === 0 ? '' : `not checked: ${numbersOf(unchecked.map(({ number }) => number))}`;
  if (expiring.length === 0) return { status: 'True', reason: 'DependenciesAnswer', message: rest };
  const told = tell('True', expiring);
  return { ...told, message: [told.message, rest].filter((part) => part !== '').join(' ') };
}

/** Something is to be found out still, or somebody has to act for it. */
const unclearReasons: ReadonlySet<CheckReason> = new Set<CheckReason>(['Pending', 'SettingsUnreadable', 'CheckFailed']);

/** How rows stand that no check is about. */
const unasked: ReadonlySet<ConnectionEntry['state']> = new Set(['Configured', 'NotConfigured', 'Serving'] as const);

/** So many troubles are told in full; a message is for people. */
const maxTold = 2;

/** The worst row gives the reason, comes first, and says what to do about it; rows without words of their own are told together. */
function tell(status: Verdict['status'], rows: readonly ConnectionEntry[]): Verdict {
  const ordered = rows.toSorted((a, b) => gravity(b) - gravity(a));
  const reason = ordered[0]?.reason ?? 'Pending';
  const { meaning, remedy } = checkReasons[reason];
  if (ordered[0]?.message === undefined) {
    const about = numbersOf(rows.filter((row) => row.reason === reason).map(({ number }) => number));
    return { status, reason, message: [`${about}: ${meaning}`, ...toDo(remedy)].join(' ') };
  }
  const [worst = '', ...others] = troublesInWords(ordered);
  const shown = others.slice(0, maxTold - 1);
  const more = others.length - shown.length;
  const also = [...shown, ...(more > 0 ? [`${more} more in status.connections`] : [])].join('; ');
  return { status, reason, message: `${worst}. ${remedy}${also === '' ? '' : ` Also: ${also}.`}` };
}

function toDo(remedy: string): readonly string[] {
  return remedy.startsWith('Nothing to do') ? [] : [remedy];
}

function gravity({ state }: ConnectionEntry): number {
  return state === 'Unreachable' ? 2 : Number(state === 'AuthenticationFailed');
}
