import type { CheckState, ReasonOf } from '@ixn/connections';

/** What came out of a check. No message holds anything of a Secret, nor a text that a server sent. */
export type Verdict =
  | VerdictOf<'Reachable'>
  /** `expiresAtMs` is in milliseconds since 1970. */
  | (VerdictOf<'CertificateExpiring'> & { readonly expiresAtMs: number })
  | VerdictOf<'Unreachable'>
  | VerdictOf<'AuthenticationFailed'>
  | VerdictOf<'NotChecked'>;

interface VerdictOf<State extends CheckState> {
  readonly state: State;
  readonly reason: ReasonOf<State>;
  /** Half a sentence for people, without a name for the dependency itself. */
  readonly message: string;
}

export function reachable(message: string): Verdict {
  return { state: 'Reachable', reason: 'Answers', message };
}

/** Why nothing was asked. */
export function notChecked(reason: ReasonOf<'NotChecked'>, message: string): Verdict {
  return { state: 'NotChecked', reason, message };
}

export type FailureReason = ReasonOf<'Unreachable' | 'AuthenticationFailed' | 'NotChecked'>;

const severity: Readonly<Record<CheckState, number>> = {
  Unreachable: 4,
  AuthenticationFailed: 3,
  CertificateExpiring: 2,
  NotChecked: 1,
  Reachable: 0,
};

/** The worst of several, the first of those that are equally bad; undefined of none. */
export function worstOf(verdicts: readonly Verdict[]): Verdict | undefined {
  return verdicts.toSorted((a, b) => severity[b.state] - severity[a.state])[0];
}

/** Whether two verdicts say the same. */
export function sameVerdict(a: Verdict | undefined, b: Verdict | undefined): boolean {
  return a?.state === b?.state && a?.reason === b?.reason && a?.message === b?.message;
}
