import type { ProxiedRequest } from './proxied-request.ts';

/** What a fault proxy does to a request instead of passing it on and back as it is. */
export type Fault =
  /** Answers itself; the server never sees the request. */
  | { readonly kind: 'refuse'; readonly status: RefusalStatus; readonly retryAfterSeconds?: number }
  /** Never answers; the server never sees the request. */
  | { readonly kind: 'stall' }
  /** Cuts the connection: before the server saw the request, or once it has answered but before the answer came back. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after'; readonly onDropped?: () => void }
  /** Passes a watch on, and cuts it after a time. */
  | { readonly kind: 'cut'; readonly afterMs: number }
  /** Passes a watch on, and each of its events later than it came. */
  | { readonly kind: 'delayEvents'; readonly delayMs: number };

/** Decides what happens to a request; undefined lets it pass. */
export type FaultPlan = (request: ProxiedRequest) => Fault | undefined;

export type RefusalStatus = 403 | 409 | 410 | 429 | 500 | 503;

/** As the API server gives them in its Status objects. */
const reasons: Readonly<Record<RefusalStatus, string>> = {
  403: 'Forbidden',
  409: 'Conflict',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

/** The Status object of a refusal. */
export function refusalBody(status: RefusalStatus): string {
  return JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    message: `a fault that was asked for: ${status}`,
    reason: reasons[status],
    code: status,
  });
}

/**
 * A plan that strikes a share of all requests, from 0 to 1: refusals with 409, 429, 500 and 503, requests that are never
 * answered, and connections that are cut before or after the server has seen the request; watches may be cut later, too.
 * The same seed gives the same sequence of dice, one for each request in the order of their arrival.
 */
export function randomFaults(seed: number, share: number): FaultPlan {
  const random = dice(seed);
  return ({ verb }) => {
    const [strikes, which, afterMs] = [random() < share, random(), random() * 3000];
    if (!strikes) return undefined;
    const cuts: readonly Fault[] = verb === 'watch' ? [{ kind: 'cut', afterMs }] : [];
    // Only writes meet conflicts.
    const conflicts: readonly Fault[] = isRead(verb) ? [] : [{ kind: 'refuse', status: 409 }];
    const faults: readonly Fault[] = [...anyFaults, ...conflicts, ...cuts];
    return faults[Math.floor(which * faults.length)];
  };
}

const anyFaults: readonly Fault[] = [
  { kind: 'refuse', status: 429, retryAfterSeconds: 1 },
  { kind: 'refuse', status: 500 },
  { kind: 'refuse', status: 503 },
  { kind: 'stall' },
  { kind: 'drop', when: 'before' },
  { kind: 'drop', when: 'after' },
];

function isRead(verb: ProxiedRequest['verb']): boolean {
  return verb === 'get' || verb === 'list' || verb === 'watch';
}

/** Numbers from 0 to below 1 that a seed decides (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
