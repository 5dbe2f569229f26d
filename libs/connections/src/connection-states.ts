import type { CheckState } from './check-reasons.ts';
import type { ConnectionState } from './connection-status.ts';

/** What a state comes down to, for whoever shows it: fine, in part, wrong, opened by others, not wanted, or not known. */
export type Standing = 'works' | 'warns' | 'fails' | 'serves' | 'off' | 'unknown';

/** Every state that a row may have in the status of an instance. */
export const connectionStates = {
  Reachable: {
    standing: 'works',
    meaning: 'It answers as it should.',
    remedy: 'Nothing to do.',
  },
  CertificateExpiring: {
    standing: 'warns',
    meaning: 'It answers, and a certificate that it shows expires within 14 days.',
    remedy: 'Renew the certificate.',
  },
  Unreachable: {
    standing: 'fails',
    meaning: 'It does not answer, or not as it should; the reason says why.',
    remedy: 'Do what its reason asks for.',
  },
  AuthenticationFailed: {
    standing: 'fails',
    meaning: 'It answers, and does not let the instance in; the reason says why.',
    remedy: 'Do what its reason asks for.',
  },
  NotChecked: {
    standing: 'unknown',
    meaning: 'Nobody has looked, or can; the reason says why.',
    remedy: 'Do what its reason asks for; mostly nothing.',
  },
  Configured: {
    standing: 'unknown',
    meaning: 'A workload of the instance opens it, and knows where to. Whether it answers was not looked at yet.',
    remedy: 'Wait for the first check, where checks are on.',
  },
  NotConfigured: {
    standing: 'off',
    meaning: 'A workload of the instance would open it, and the spec does not say where to.',
    remedy: 'Nothing, unless the instance needs it: then set its field in the spec.',
  },
  Serving: {
    standing: 'serves',
    meaning: 'Others open it to a workload of the instance.',
    remedy: 'Nothing to do.',
  },
} as const satisfies Record<
  ConnectionState | CheckState,
  { readonly standing: Standing; readonly meaning: string; readonly remedy: string }
>;

/** What a state comes down to; `unknown` for one that this version does not know, as nobody has reported it. */
export function standingOf(state: string): Standing {
  const known: Readonly<Record<string, { readonly standing: Standing }>> = connectionStates;
  return Object.hasOwn(known, state) ? (known[state]?.standing ?? 'unknown') : 'unknown';
}
