import { apiVersion, resourceType } from '@ixn/interaction-server';
import { objectLabels } from '../labels.ts';
import type { ChildMetadata } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';

/** Metadata of a child object: its labels, and the owner reference that makes it ours and lets Kubernetes collect it. */
export function objectMetadata(instance: ResolvedInstance, workload: ResolvedWorkload, name: string): ChildMetadata {
  return {
    name,
    namespace: instance.namespace,
    labels: objectLabels(instance.name, workload.workload),
    ownerReferences: [
      {
        apiVersion,
        kind: resourceType.kind,
        name: instance.name,
        uid: instance.uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  };
}
