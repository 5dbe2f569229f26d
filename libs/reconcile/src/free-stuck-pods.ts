import { type RolloutPolicy, stuckPods } from '@ixn/rollout';
import type { CustomResource, Ports, WriteOutcome } from './ports.ts';

/** A pod that was to be deleted, so that its StatefulSet makes it anew. */
export interface FreedPod {
  readonly name: string;
  readonly outcome: WriteOutcome;
}

/** Deletes the pods of IXN that Kubernetes would leave on an older revision. A pause of everything keeps them. */
export async function freeStuckPods(
  resource: CustomResource,
  { pause }: RolloutPolicy,
  { reader, writer, serverVersion }: Pick<Ports, 'reader' | 'writer' | 'serverVersion'>,
): Promise<readonly FreedPod[]> {
  const ixn = reader.observe(resource).workloads.ixnServer;
  if (ixn === undefined || pause === 'All') return [];
  const { namespace } = resource.metadata;
  const freed = stuckPods(serverVersion, ixn.observed, ixn.pods).map(async ({ name, uid }) => {
    return { name, outcome: await writer.removePod({ namespace, name, uid }) };
  });
  return Promise.all(freed);
}
