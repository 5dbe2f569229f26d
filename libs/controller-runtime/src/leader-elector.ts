import { quietly } from '@ixn/kube-client';
import { type Clocks, systemClocks } from './clocks.ts';
import { type ElectionNote, type ElectionTimings, keepLease, release, standBy } from './election.ts';
import { createLeaseClaims, type LeaseClaimsOptions } from './lease-claims.ts';
import { createTerm, type Term } from './term.ts';

/** After a crash: 10 s until the lease has expired, and 0.4 s at most until somebody takes it. */
const defaultTimings: ElectionTimings = { leaseDurationMs: 10_000, renewDeadlineMs: 7_000, retryPeriodMs: 2_000 };

export interface LeaderElectorOptions
  extends Pick<LeaseClaimsOptions, 'client' | 'lease' | 'identity' | 'fieldManager'> {
  readonly timings?: Partial<ElectionTimings>;
  readonly clocks?: Clocks;
  readonly observe?: (note: ElectionNote) => void;
}

export interface LeaderElector {
  /**
   * Stands for election until `signal` aborts, and calls `lead` each time it is won. The signal of `lead` aborts when
   * the lease is lost, and when `signal` does; the lease is kept while `lead` finishes, and then given back. After a
   * loss it stands again once `lead` has ended. Ends, too, when `lead` ends by itself, and rejects with what it threw.
   * To be called once.
   */
  run(lead: (signal: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void>;
  /**
   * The fence: whether this process may act as the leader right now. Ask it right before each write. It is judged by
   * the clocks alone, so it is right even when the process stood still and no timer could run.
   */
  readonly isLeading: () => boolean;
}

/** Asks nothing of the server before `run`. Timings that contradict each other throw. */
export function createLeaderElector(options: LeaderElectorOptions): LeaderElector {
  const { clocks = systemClocks } = options;
  const timings = checked({ ...defaultTimings, ...options.timings });
  const { leaseDurationMs, renewDeadlineMs: trustMs } = timings;
  const claims = createLeaseClaims({ ...options, clocks, leaseDurationMs, trustMs });
  const note = quietly(options.observe);
  const election = { claims, timings, note };
  let term: Term | undefined;

  /** Leads for one turn, and gives the lease back unless it was lost. Gives whether `lead` ended before its turn did. */
  async function serve(
    current: Term,
    lead: (signal: AbortSignal) => Promise<void>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const lost = () => note({ kind: 'lost' });
    const worked = new AbortController();
    current.ended.addEventListener('abort', lost);
    const keeping = keepLease(election, current, worked.signal);
    let kept = false;
    try {
      await lead(AbortSignal.any([current.ended, signal]));
    } finally {
      worked.abort();
      await keeping;
      kept = current.isOn();
      if (kept) {
        current.ended.removeEventListener('abort', lost);
        current.end();
        await release(election);
      }
    }
    return kept;
  }

  return {
    async run(lead, signal) {
      for (;;) {
        const begun = await standBy(election, signal);
        if (begun === undefined) {
          return;
        }
        term = createTerm(begun, timings.renewDeadlineMs, clocks);
        if (await serve(term, lead, signal)) {
          return;
        }
      }
    },
    isLeading: () => term?.isOn() ?? false,
  };
}

function checked(timings: ElectionTimings): ElectionTimings {
  const { leaseDurationMs, renewDeadlineMs, retryPeriodMs } = timings;
  if (!(retryPeriodMs < renewDeadlineMs && renewDeadlineMs < leaseDurationMs) || leaseDurationMs % 1000 !== 0) {
    throw new Error('a leader must try before its deadline, end before its lease does, and lease whole seconds');
  }
  return timings;
}
