import { type Manifest, releasedClaim, type ResolvedInstance } from '@ixn/manifests';
import type { ObservedChild } from './changes.ts';

/**
 * The log volume that would be lost under Retain: the spec asks for none any more, but the instance owns one of a time when the
 * policy was Delete. It is given up, not deleted.
 */
export function releasedClaims(instance: ResolvedInstance, observed: readonly ObservedChild[]): readonly Manifest[] {
  const { deletionPolicy, uid, workloads } = instance;
  if (deletionPolicy !== 'Retain' || workloads.ixnServer.logVolume?.claim !== undefined) return [];
  return observed.flatMap(({ name, controller, terminating, storage }) =>
    storage === undefined || terminating || controller?.uid !== uid
      ? []
      : [releasedClaim(instance, { name, ...storage })],
  );
}
