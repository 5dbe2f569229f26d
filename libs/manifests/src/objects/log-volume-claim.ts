import { instanceLabelKey, objectLabels, retainedForLabelKey } from '../labels.ts';
import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';

/**
 * The claim for the logs of IXN; none where they go with the pod. It outlives the instance, and a new instance of the same
 * name takes it up again: so it has no owner, for Kubernetes would collect it, and no app.kubernetes.io/instance label, by
 * which tools find what they may prune.
 */
export function logVolumeClaim(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): readonly ChildOf<'PersistentVolumeClaim'>[] {
  const claim = workload.logVolume?.claim;
  if (claim === undefined) return [];
  const { [instanceLabelKey]: name = instance.name, ...labels } = objectLabels(instance.name, workload.workload);
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: claim.name,
        namespace: instance.namespace,
        labels: { ...labels, [retainedForLabelKey]: name },
      },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: claim.storageSize } },
        ...(claim.storageClassName !== undefined && { storageClassName: claim.storageClassName }),
      },
    },
  ];
}
