/** What has to be known of a StatefulSet. */
export interface RevisionedSet {
  readonly generation: number;
  /** The generation that its controller has seen. */
  readonly observedGeneration: number;
  /** The revision that all of its pods are to have; undefined where some may keep another. */
  readonly updateRevision?: string;
}

/** What has to be known of a pod. */
export interface RevisionedPod {
  readonly ready: boolean;
  readonly terminating: boolean;
  /** The revision of its StatefulSet that it was made of; undefined for a pod of anything else. */
  readonly revision?: string;
}

/**
 * The pods of an older revision that are not ready, where the API server is of a version whose StatefulSet controller never
 * replaces those of a Parallel set, so that a mended template would not reach them (kubernetes#137409). Other versions replace
 * them by themselves. `serverVersion` is the `gitVersion` that the API server gives.
 */
export function stuckPods<Pod extends RevisionedPod>(
  serverVersion: string | undefined,
  set: RevisionedSet,
  pods: readonly Pod[],
): readonly Pod[] {
  const { generation, observedGeneration, updateRevision } = set;
  // Until its controller has seen the template, the update revision is that of the one before.
  if (updateRevision === undefined || observedGeneration < generation || !leavesPodsStuck(serverVersion)) return [];
  return pods.filter(
    ({ ready, terminating, revision }) =>
      !ready && !terminating && revision !== undefined && revision !== updateRevision,
  );
}

/** 1.35.0, its release candidates included, to 1.35.3; vendors add to it: v1.35.2-gke.1, v1.35.1+k3s1. */
function leavesPodsStuck(serverVersion = ''): boolean {
  return /^v?1\.35\.[0-3](?!\d)/.test(serverVersion);
}
