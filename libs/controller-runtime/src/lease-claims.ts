import type { CallOptions, Failure, KubeClient } from '@ixn/kube-client';
import { type Clocks, type Instant, instantOf } from './clocks.ts';
import { heldLease, holderOf, type Lease, type LeaseRef, leaseType, releasedLease } from './lease.ts';

/** How one attempt to have the lease ended. */
export type Claim =
  /** It is ours; `asked` is the moment before the request, from which on others count its duration at the earliest. */
  | { readonly kind: 'held'; readonly asked: Instant; readonly transitions: number }
  /** Another one has it, at least for so long. */
  | { readonly kind: 'taken'; readonly holder: string; readonly freeInMs: number }
  /** With category `conflict`: somebody was faster. */
  | { readonly kind: 'failed'; readonly failure: Failure };

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
  readonly clocks: Clocks;
}

/** The lease as it was seen last, and since when its record has had these words. */
interface Sighting {
  readonly lease: Lease;
  readonly record: string;
  readonly sinceMs: number;
}

/**
 * Claims one lease. Whether another holder is still alive is told by its record changing: its age counts by our own
 * monotonic clock from when we first saw it, so it does not matter what the holders' clocks say.
 */
export function createLeaseClaims(options: LeaseClaimsOptions): LeaseClaims {
  const { client, lease: ref, identity, fieldManager, leaseDurationMs, clocks } = options;
  let known: Sighting | undefined;

  function see(lease: Lease): Sighting {
    // Not the resourceVersion: a label that somebody sets is no sign of life.
    const record = JSON.stringify(lease.spec);
    const sinceMs = known?.record === record ? known.sinceMs : clocks.monotonicMs();
    known = { lease, record, sinceMs };
    return known;
  }

  async function take(before: Lease | undefined, call: CallOptions): Promise<Claim> {
    const asked = instantOf(clocks);
    const wanted = heldLease(before, ref, { identity, durationMs: leaseDurationMs, nowMs: asked.epochMs });
    const write = before === undefined ? client.create : client.update;
    const answer = await write<Lease>(leaseType, wanted, { fieldManager, ...call });
    if (!answer.ok) {
      return { kind: 'failed', failure: answer.failure };
    }
    return { kind: 'held', asked, transitions: see(answer.value).lease.spec?.leaseTransitions ?? 0 };
  }

  async function lookAndTake(call: CallOptions): Promise<Claim> {
    const found = await client.get<Lease>(leaseType, ref, call);
    if (!found.ok) {
      return found.failure.code === 'NotFound' ? take(undefined, call) : { kind: 'failed', failure: found.failure };
    }
    const { lease, sinceMs } = see(found.value);
    const holder = holderOf(lease);
    const durationMs = (lease.spec?.leaseDurationSeconds ?? 0) * 1000;
    const freeInMs = sinceMs + durationMs - clocks.monotonicMs();
    const isFree = holder === '' || holder === identity || freeInMs <= 0;
    return isFree ? take(lease, call) : { kind: 'taken', holder, freeInMs };
  }

  async function leave(lease: Lease | undefined, call: CallOptions): Promise<Failure | undefined> {
    if (lease === undefined || holderOf(lease) !== identity) {
      return undefined;
    }
    const answer = await client.update<Lease>(leaseType, releasedLease(lease, clocks.epochMs()), {
      fieldManager,
      ...call,
    });
    if (answer.ok) {
      see(answer.value);
    }
    return answer.ok ? undefined : answer.failure;
  }

  return {
    async claim(call) {
      if (known === undefined || holderOf(known.lease) !== identity) {
        return lookAndTake(call);
      }
      const kept = await take(known.lease, call);
      const outdated =
        kept.kind === 'failed' && (kept.failure.category === 'conflict' || kept.failure.code === 'NotFound');
      // Also our own: the answer to the last renewal may have been lost.
      return outdated ? lookAndTake(call) : kept;
    },
    async release(call) {
      const failure = await leave(known?.lease, call);
      if (failure?.category !== 'conflict') {
        return failure;
      }
      // Maybe by ourselves: the last renewal was cut off before its answer came.
      const found = await client.get<Lease>(leaseType, ref, call);
      return found.ok ? leave(found.value, call) : found.failure;
    },
  };
}
