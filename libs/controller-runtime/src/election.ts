import { type Failure, pause } from '@ixn/kube-client';
import type { Instant } from './clocks.ts';
import type { Claim, LeaseClaims } from './lease-claims.ts';
import type { Term } from './term.ts';
import { bounded } from './waits.ts';

export interface ElectionTimings {
  /** How long a candidate waits before it takes the lease of a holder that has gone silent; whole seconds. */
  readonly leaseDurationMs: number;
  /** How long a leader goes on after its last renewal. Shorter, so that its last requests end before another leads. */
  readonly renewDeadlineMs: number;
  /** Time between two renewals, and between two looks at another one's lease (up to a fifth longer). */
  readonly retryPeriodMs: number;
}

/** For logs and metrics. */
export type ElectionNote =
  /** Told once for each holder. */
  | { readonly kind: 'standingBy'; readonly holder: string }
  | { readonly kind: 'leading'; readonly transitions: number }
  /** The lease could not be renewed in time, or is another one's. */
  | { readonly kind: 'lost' }
  /** Given back; when that failed, the others wait until it expires. */
  | { readonly kind: 'released'; readonly failure?: Failure }
  | { readonly kind: 'requestFailed'; readonly failure: Failure };

/** What one candidate works with. */
export interface Election {
  readonly claims: LeaseClaims;
  readonly timings: ElectionTimings;
  readonly note: (note: ElectionNote) => void;
}

/** Resolves when the lease is ours, with the moment from which on it counts; undefined when the signal aborts before. */
export async function standBy(election: Election, signal: AbortSignal): Promise<Instant | undefined> {
  const { retryPeriodMs } = election.timings;
  let holder = '';
  while (!signal.aborted) {
    const result = await claim(election, signal);
    if (result.kind === 'held') {
      election.note({ kind: 'leading', transitions: result.transitions });
      return result.asked;
    }
    if (result.kind === 'taken' && result.holder !== holder) {
      holder = result.holder;
      election.note({ kind: 'standingBy', holder });
    }
    const freeInMs = result.kind === 'taken' ? result.freeInMs : retryPeriodMs;
    // A random part, as all candidates have seen the last renewal at about the same time.
    await pause(Math.min(retryPeriodMs, freeInMs) + retryPeriodMs * 0.2 * Math.random(), signal);
  }
  return undefined;
}

/** Renews the lease until the turn is over or the work has ended. */
export async function keepLease(election: Election, term: Term, worked: AbortSignal): Promise<void> {
  const { retryPeriodMs } = election.timings;
  const over = AbortSignal.any([term.ended, worked]);
  let delayMs = retryPeriodMs;
  for (;;) {
    await pause(delayMs, over);
    if (!term.isOn() || over.aborted) {
      return;
    }
    const result = await claim(election, over);
    switch (result.kind) {
      case 'held':
        term.renew(result.asked);
        delayMs = retryPeriodMs;
        break;
      case 'taken':
        term.end();
        return;
      case 'failed':
        delayMs = retryPeriodMs / 4;
        break;
    }
  }
}

/** Gives the lease back, within a second: whoever waits for the end of this process has waited for its work already. */
export async function release({ claims, note }: Election): Promise<void> {
  const failure = await bounded(1000, new AbortController().signal, (signal) => claims.release({ signal }));
  note({ kind: 'released', ...(failure === undefined ? {} : { failure }) });
}

/** One try; its time leaves room for a second one before the deadline. */
async function claim({ claims, timings, note }: Election, signal: AbortSignal): Promise<Claim> {
  const result = await bounded(timings.renewDeadlineMs / 3, signal, (limited) => claims.claim({ signal: limited }));
  if (result.kind === 'failed' && result.failure.category !== 'conflict' && !signal.aborted) {
    note({ kind: 'requestFailed', failure: result.failure });
  }
  return result;
}
