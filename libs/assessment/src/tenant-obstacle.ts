import type { Blocked } from './assess.ts';

/** A resource that claims a tenant. */
export interface TenantClaim {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** RFC 3339. */
  readonly createdAt: string;
}

/**
 * What keeps an instance from running its tenant: an older claim to the same tenant, or IXN pods of another instance that have
 * not ended yet; an instance that has its own StatefulSet already is not kept back by pods. IXN owns the tenant's database, so there is one at most.
 */
export function findTenantObstacle(
  own: TenantClaim,
  rivals: readonly TenantClaim[],
  foreignIxn: readonly string[],
): Blocked | undefined {
  const elder = rivals.find((rival) => isOlder(rival, own));
  if (elder !== undefined) {
    const message = `InteractionServer ${elder.namespace}/${elder.name} is older and runs the same tenant`;
    return { kind: 'stalled', reason: 'TenantConflict', message };
  }
  if (foreignIxn.length === 0) return undefined;
  const shown = foreignIxn.slice(0, maxShownPods).join(', ');
  const more = foreignIxn.length > maxShownPods ? ` and ${foreignIxn.length - maxShownPods} more` : '';
  const message = `waiting for IXN of the same tenant to end: ${shown}${more}`;
  return { kind: 'waiting', reason: 'WaitingForPredecessor', message };
}

const maxShownPods = 3;

/** The time of creation decides; its seconds may be the same, then the UID does, as it is the same for everybody. */
function isOlder(one: TenantClaim, other: TenantClaim): boolean {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt;
  return one.uid < other.uid;
}
