import { fingerprinted } from '../fingerprinted.ts';
import { instanceLabelKey, objectLabels, retainedForLabelKey } from '../labels.ts';
import type { LogVolumeClaim } from '../log-volume.ts';
import type { ChildMetadata, ChildOf, Manifest } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

/** The claim for the logs of IXN; none where they go with the pod. */
export function logVolumeClaim(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): readonly ChildOf<'PersistentVolumeClaim'>[] {
  const claim = workload.logVolume?.claim;
  return claim === undefined ? [] : [claimObject(instance, workload, claim)];
}

/**
 * A claim that the spec asks for no more, without its owner. The instance owns it where the policy was Delete when it was last
 * applied; under Retain it must outlive the instance all the same. Size and class are those that it has.
 */
export function releasedClaim(instance: ResolvedInstance, claim: Omit<LogVolumeClaim, 'retained'>): Manifest {
  const { ixnServer } = instance.workloads;
  const object = claimObject(instance, ixnServer, { ...claim, retained: true });
  return fingerprinted(object, { workload: ixnServer.workload, customised: false });
}

function claimObject(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  { name, storageSize, storageClassName, retained }: LogVolumeClaim,
): ChildOf<'PersistentVolumeClaim'> {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: retained ? retainedMetadata(instance, workload, name) : objectMetadata(instance, workload, name),
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: storageSize } },
      ...(storageClassName !== undefined && { storageClassName }),
    },
  };
}

/**
 * What outlives the instance, for a new one of the same name to take up again, has no owner, for Kubernetes would collect it,
 * and no app.kubernetes.io/instance label, by which tools find what they may prune.
 */
function retainedMetadata(instance: ResolvedInstance, workload: ResolvedWorkload, name: string): ChildMetadata {
  const { [instanceLabelKey]: owner = instance.name, ...labels } = objectLabels(instance.name, workload.workload);
  return { name, namespace: instance.namespace, labels: { ...labels, [retainedForLabelKey]: owner } };
}
