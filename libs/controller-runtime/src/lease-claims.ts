import type { CallOptions, Failure, KubeClient } from '@ixn/kube-client';
import { type Clocks, type Instant, instantOf, longestSinceMs } from './clocks.ts';
import { heldLease, holderOf, type Lease, type LeaseRef, leaseType, releasedLease } from './lease.ts';

/** How one attempt to have the lease ended. */
export type Claim =
  /** It is ours; `asked` is the moment before the request, from which on others count its duration at the earliest. */
  | { readonly kind: 'held'; readonly asked: Instant; readonly transitions: number }
  /** Another one has it, at least for so long. */
  | { readonly kind: 'taken'; readonly holder: string; readonly freeInMs: number }
  /** With category `conflict`: somebody was faster. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Writes only while what it has seen of the lease can be trusted; otherwise it looks first. */
export interface LeaseClaims {
  /** Takes the lease when it is free, or keeps it when it is ours. */
  claim(call: CallOptions): Promise<Claim>;
  /** Gives the lease back, if it still is ours. */
  release(call: CallOptions): Promise<Failure | undefined>;
}

export interface LeaseClaimsOptions {
  /** Must not be behind the fence that the lease opens. */
  readonly client: Pick<KubeClient, 'get' | 'create' | 'update'>;
  readonly lease: LeaseRef;
  /** Unique to this process. */
  readonly identity: string;
  readonly fieldManager: string;
  readonly leaseDurationMs: number;
  /** How long after a look at the lease it may be written without another one; shorter than it lasts. */
  readonly trustMs: number;
  readonly clocks: Clocks;
}

/** What one look at the lease has shown: itself, or that there is none. */
interface Look {
  readonly lease: Lease | undefined;
  /** The moment before the request. */
  readonly asked: Instant;
}

/** The lease as it was seen last, and since when its record has had these words. */
interface Sighting extends Look {
  readonly lease: Lease;
  readonly record: string;
  readonly sinceMs: number;
}

/**
 * Claims one lease. Whether another holder is still alive is told by its record changing: its age counts by our own
 * monotonic clock from when we first saw it, so it does not matter what the holders' clocks say.
 */
export function createLeaseClaims(options: LeaseClaimsOptions): LeaseClaims {
  const { client, lease: ref, identity, fieldManager, leaseDurationMs, trustMs, clocks } = options;
  let known: Sighting | undefined;

  function see(lease: Lease, asked: Instant): Sighting {
    // Not the resourceVersion: a label that somebody sets is no sign of life.
    const record = JSON.stringify(lease.spec);
    const sinceMs = known?.record === record ? known.sinceMs : clocks.monotonicMs();
    known = { lease, asked, record, sinceMs };
    return known;
  }

  const isTrusted = ({ asked }: Look) => longestSinceMs(clocks, asked) < trustMs;

  /** The last word has the clock when the request is sent: the process may stand still before that. */
  function writing(look: Look, call: CallOptions) {
    return { fieldManager, ...call, mayWrite: () => isTrusted(look) };
  }

  async function take(look: Look, call: CallOptions): Promise<Claim> {
    const asked = instantOf(clocks);
    const wanted = heldLease(look.lease, ref, { identity, durationMs: leaseDurationMs, nowMs: asked.epochMs });
    const write = look.lease === undefined ? client.create : client.update;
    const answer = await write<Lease>(leaseType, wanted, writing(look, call));
    if (!answer.ok) {
      return { kind: 'failed', failure: answer.failure };
    }
    return { kind: 'held', asked, transitions: see(answer.value, asked).lease.spec?.leaseTransitions ?? 0 };
  }

  async function lookAndTake(call: CallOptions): Promise<Claim> {
    const asked = instantOf(clocks);
    const found = await client.get<Lease>(leaseType, ref, call);
    if (!found.ok) {
      const isAbsent = found.failure.code === 'NotFound';
      return isAbsent ? take({ lease: undefined, asked }, call) : { kind: 'failed', failure: found.failure };
    }
    const seen = see(found.value, asked);
    const holder = holderOf(seen.lease);
    const durationMs = (seen.lease.spec?.leaseDurationSeconds ?? 0) * 1000;
    const freeInMs = seen.sinceMs + durationMs - clocks.monotonicMs();
    const isFree = holder === '' || holder === identity || freeInMs <= 0;
    return isFree ? take(seen, call) : { kind: 'taken', holder, freeInMs };
  }

  async function leave(seen: Sighting, call: CallOptions): Promise<Failure | undefined> {
    if (holderOf(seen.lease) !== identity) {
      return undefined;
    }
    const asked = instantOf(clocks);
    const wanted = releasedLease(seen.lease, asked.epochMs);
    const answer = await client.update<Lease>(leaseType, wanted, writing(seen, call));
    if (answer.ok) {
      see(answer.value, asked);
    }
    return answer.ok ? undefined : answer.failure;
  }

  return {
    async claim(call) {
      if (known === undefined || holderOf(known.lease) !== identity || !isTrusted(known)) {
        return lookAndTake(call);
      }
      const kept = await take(known, call);
      const outdated =
        kept.kind === 'failed' && (kept.failure.category === 'conflict' || kept.failure.code === 'NotFound');
      // Also our own: the answer to the last renewal may have been lost.
      return outdated ? lookAndTake(call) : kept;
    },
    async release(call) {
      if (known !== undefined && isTrusted(known)) {
        const failure = await leave(known, call);
        if (failure?.category !== 'conflict') {
          return failure;
        }
        // Maybe by ourselves: the last renewal was cut off before its answer came.
      }
      const asked = instantOf(clocks);
      const found = await client.get<Lease>(leaseType, ref, call);
      return found.ok ? leave(see(found.value, asked), call) : found.failure;
    },
  };
}
