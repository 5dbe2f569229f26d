import { apiVersionOf, type KubeObject, type ResourceType } from '@ixn/kube-client';
import { toMicroTime } from './micro-time.ts';

export const leaseType: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};

export interface LeaseRef {
  readonly namespace: string;
  readonly name: string;
}

export interface Lease extends KubeObject {
  readonly spec?: {
    /** Empty or absent: nobody. */
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    /** MicroTime, by the holder's clock; never compared with ours. */
    readonly acquireTime?: string;
    readonly renewTime?: string;
    /** How often the lease went from one holder to another. */
    readonly leaseTransitions?: number;
  };
}

/** The lease as `identity` takes it, or keeps it. `before` is what is there, if there is one. */
export function heldLease(
  before: Lease | undefined,
  ref: LeaseRef,
  { identity, durationMs, nowMs }: { readonly identity: string; readonly durationMs: number; readonly nowMs: number },
): Lease {
  const renewTime = toMicroTime(nowMs);
  const spec = before?.spec ?? {};
  const keeps = holderOf(before) === identity;
  const transitions = spec.leaseTransitions ?? 0;
  return {
    ...(before ?? { apiVersion: apiVersionOf(leaseType), kind: leaseType.kind, metadata: ref }),
    spec: {
      ...spec,
      holderIdentity: identity,
      leaseDurationSeconds: Math.ceil(durationMs / 1000),
      acquireTime: (keeps ? spec.acquireTime : undefined) ?? renewTime,
      renewTime,
      leaseTransitions: before === undefined || keeps ? transitions : transitions + 1,
    },
  };
}

/** The lease as its holder leaves it: whoever looks next may have it at once. */
export function releasedLease(before: Lease, nowMs: number): Lease {
  return {
    ...before,
    spec: { ...before.spec, holderIdentity: '', leaseDurationSeconds: 1, renewTime: toMicroTime(nowMs) },
  };
}

/** Empty when there is nobody. */
export function holderOf(lease: Lease | undefined): string {
  return lease?.spec?.holderIdentity ?? '';
}
