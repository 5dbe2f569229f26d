import { instanceLabelKey, objectLabels, retainedForLabelKey } from '../labels.ts';
import type { ChildMetadata, ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

/** The claim for the logs of IXN; none where they go with the pod. */
export function logVolumeClaim(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): readonly ChildOf<'PersistentVolumeClaim'>[] {
  const claim = workload.logVolume?.claim;
  if (claim === undefined) return [];
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: claim.retained
        ? retainedMetadata(instance, workload, claim.name)
        : objectMetadata(instance, workload, claim.name),
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: claim.storageSize } },
        ...(claim.storageClassName !== undefined && { storageClassName: claim.storageClassName }),
      },
    },
  ];
}

/**
 * What outlives the instance, for a new one of the same name to take up again, has no owner, for Kubernetes would collect it,
 * and no app.kubernetes.io/instance label, by which tools find what they may prune.
 */
function retainedMetadata(instance: ResolvedInstance, workload: ResolvedWorkload, name: string): ChildMetadata {
  const { [instanceLabelKey]: owner = instance.name, ...labels } = objectLabels(instance.name, workload.workload);
  return { name, namespace: instance.namespace, labels: { ...labels, [retainedForLabelKey]: owner } };
}
