import { setTimeout as sleep } from 'node:timers/promises';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import { errorCode } from './error-code.ts';
import type { Log } from './log.ts';
import type { OpenSession } from './sessions/session.ts';
import { timedOut } from './timed-out.ts';

/** How a connection that is kept up stands. */
export type LinkState =
  | { readonly kind: 'Connecting' }
  /** What came of the last exchange. */
  | { readonly kind: 'Connected'; readonly did: string }
  /** The last attempt failed, or the connection ended; it is tried again. */
  | { readonly kind: 'Failed'; readonly error: string };

/** Exchanges that went well, since the start. */
export interface Tally {
  readonly count: number;
  readonly totalSeconds: number;
}

/** A connection that is kept up and used. */
export interface Link {
  readonly endpoints: readonly Endpoint[];
  state(): LinkState;
  tally(): Tally;
  close(): void;
}

export interface LinkTimes {
  /** For a session to come to stand, and for each exchange. */
  readonly timeoutMs: number;
  readonly exchangeIntervalMs: number;
  /** The wait after a first failure; it doubles with each further one. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

const defaultTimes: LinkTimes = {
  timeoutMs: 15_000,
  exchangeIntervalMs: 5_000,
  firstDelayMs: 250,
  maxDelayMs: 5_000,
};

/** Opens a session and uses it again and again: whenever it fails or ends it is tried again, later each time, until it is closed. */
export function keepUp(
  endpoints: readonly Endpoint[],
  open: OpenSession,
  log: Log,
  times: LinkTimes = defaultTimes,
): Link {
  const stop = new AbortController();
  let state: LinkState = { kind: 'Connecting' };
  let tally: Tally = { count: 0, totalSeconds: 0 };

  const become = (next: LinkState) => {
    const changed = state.kind !== next.kind || ('error' in next && 'error' in state && next.error !== state.error);
    state = next;
    if (changed) log({ event: 'connection', endpoint: formatEndpoints(endpoints), ...next });
  };
  /** Lives through one session; says what ended it, and how many exchanges there were. */
  const live = async (): Promise<{ readonly error: unknown; readonly exchanges: number }> => {
    const ending = new AbortController();
    const signal = AbortSignal.any([stop.signal, ending.signal]);
    let exchanges = 0;
    try {
      const session = await inTime(open(signal), times.timeoutMs);
      session.lost.catch((error: unknown) => ending.abort(error));
      for (;;) {
        const startedMs = performance.now();
        const did = await inTime(session.exchange(), times.timeoutMs);
        exchanges += 1;
        tally = {
          count: tally.count + 1,
          totalSeconds: tally.totalSeconds + (performance.now() - startedMs) / 1_000,
        };
        become({ kind: 'Connected', did });
        await sleep(times.exchangeIntervalMs, undefined, { signal });
      }
    } catch (error) {
      return { error, exchanges };
    } finally {
      ending.abort();
    }
  };
  const liveAgainAndAgain = async () => {
    let delayMs = times.firstDelayMs;
    while (!stop.signal.aborted) {
      const { error, exchanges } = await live();
      if (stop.signal.aborted) return;
      become({ kind: 'Failed', error: errorCode(error) });
      // A proxy accepts at once and hangs up when nobody is behind it: only what stood a while counts as a success.
      if (exchanges > 1) delayMs = times.firstDelayMs;
      await sleep(delayMs, undefined, { signal: stop.signal }).catch(() => undefined);
      delayMs = Math.min(delayMs * 2, times.maxDelayMs);
    }
  };

  void liveAgainAndAgain();
  return { endpoints, state: () => state, tally: () => tally, close: () => stop.abort() };
}

/** host:port of all of them, with commas between them. */
export function formatEndpoints(endpoints: readonly Endpoint[]): string {
  return endpoints.map(formatEndpoint).join(',');
}

/** Rejects when it takes too long; what comes later is nobody's business any more. */
async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    // It keeps nobody awake who wants to end.
    timer = setTimeout(() => reject(timedOut()), timeoutMs).unref();
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
