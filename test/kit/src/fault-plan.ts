import { createHash } from 'node:crypto';
import type { ProxiedRequest } from './proxied-request.ts';

/** What a fault proxy does to a request instead of passing it on and back as it is. */
export type Fault =
  /** Answers itself; the server never sees the request. */
  | { readonly kind: 'refuse'; readonly status: RefusalStatus; readonly retryAfterSeconds?: number }
  /** Never answers: the server never sees the request, or its answer is lost. */
  | { readonly kind: 'stall'; readonly when: 'before' | 'after' }
  /** Cuts the connection: before the server saw the request, or once it has answered but before the answer came back. */
  | { readonly kind: 'drop'; readonly when: 'before' | 'after'; readonly onDropped?: () => void }
  /** Passes so many whole lines of a streamed list on, then a text of its own, and then cuts it off or falls silent. */
  | {
      readonly kind: 'breakOff';
      readonly afterLines: number;
      readonly text: string;
      readonly ending: 'cut' | 'silence';
    }
  /** Passes a watch on, and cuts it after a time. */
  | { readonly kind: 'cut'; readonly afterMs: number }
  /** Passes a watch on, and each of its events later than it came. */
  | { readonly kind: 'delayEvents'; readonly delayMs: number };

/** Decides what happens to a request; undefined lets it pass. */
export type FaultPlan = (request: ProxiedRequest) => Fault | undefined;

export type RefusalStatus = 403 | 409 | 410 | 422 | 429 | 500 | 503;

/** As the API server gives them in its Status objects. */
const reasons: Readonly<Record<RefusalStatus, string>> = {
  403: 'Forbidden',
  409: 'Conflict',
  410: 'Expired',
  422: 'Invalid',
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
 * answered, and connections that are cut before or after the server has seen the request, watches also later. The seed
 * alone decides whether the n-th request of a verb and resource is struck; the kinds of faults take turns.
 */
export function randomFaults(seed: number, share: number): FaultPlan {
  const turns = { read: 0, watch: 0, write: 0 };
  return ({ verb, resource, count }) => {
    if (dice(`${seed} ${verb} ${resource} ${count}`) >= share) return undefined;
    const group = groupOf(verb);
    const faults = faultsOf[group];
    const fault = faults[turns[group] % faults.length];
    turns[group] += 1;
    return fault;
  };
}

const anyFaults: readonly Fault[] = [
  { kind: 'refuse', status: 429, retryAfterSeconds: 1 },
  { kind: 'drop', when: 'after' },
  { kind: 'refuse', status: 500 },
  { kind: 'stall', when: 'before' },
  { kind: 'refuse', status: 503 },
  { kind: 'drop', when: 'before' },
  { kind: 'stall', when: 'after' },
];

/** Only writes meet conflicts. */
const faultsOf: Readonly<Record<'read' | 'watch' | 'write', readonly Fault[]>> = {
  read: anyFaults,
  watch: [{ kind: 'cut', afterMs: 500 }, ...anyFaults],
  write: [...anyFaults, { kind: 'refuse', status: 409 }],
};

function groupOf(verb: ProxiedRequest['verb']): 'read' | 'watch' | 'write' {
  if (verb === 'watch') return 'watch';
  return verb === 'get' || verb === 'list' ? 'read' : 'write';
}

/** A number from 0 to below 1 that the text decides. */
function dice(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
