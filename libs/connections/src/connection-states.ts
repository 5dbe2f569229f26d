import type { CheckState } from './check-reasons.ts';
import type { ConnectionState } from './connection-status.ts';

/** What a state comes down to, for whoever shows it: fine, in part, wrong, opened by others, not wanted, or not known. */
export type Standing = 'works' | 'warns' | 'fails' | 'serves' | 'off' | 'unknown';

/** Every state that a row may have in the status of an instance. */
export const connectionStates = {
  Reachable: {
    standing: 'works',
    meaning: 'It answers as it should.',
  },
  CertificateExpiring: {
    standing: 'warns',
    meaning: 'It answers, and a certificate that it shows expires within 14 days.',
  },
  Unreachable: {
    standing: 'fails',
    meaning: 'It does not answer, or not as it should; the reason says why.',
  },
  AuthenticationFailed: {
    standing: 'fails',
    meaning: 'It answers, and does not let the instance in; the reason says why.',
  },
  NotChecked: {
    standing: 'unknown',
    meaning: 'Nobody has looked, or can; the reason says why.',
  },
  Configured: {
    standing: 'unknown',
    meaning: 'A workload of the instance opens it, and knows where to. Whether it answers was not looked at yet.',
  },
  NotConfigured: {
    standing: 'off',
    meaning: 'A workload of the instance would open it, and the spec does not say where to.',
  },
  Serving: {
    standing: 'serves',
    meaning: 'Others open it to a workload of the instance.',
  },
} as const satisfies Record<ConnectionState | CheckState, { readonly standing: Standing; readonly meaning: string }>;

/** What a state comes down to; `unknown` for one that this version does not know, as nobody has reported it. */
export function standingOf(state: string): Standing {
  const known: Readonly<Record<string, { readonly standing: Standing }>> = connectionStates;
  return Object.hasOwn(known, state) ? (known[state]?.standing ?? 'unknown') : 'unknown';
}
