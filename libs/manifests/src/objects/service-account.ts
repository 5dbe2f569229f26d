import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

/** The identity of a workload's pods. They call no Kubernetes API, so no token is mounted unless the pod itself asks for it. */
export function serviceAccount(instance: ResolvedInstance, workload: ResolvedWorkload): ChildOf<'ServiceAccount'> {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: objectMetadata(instance, workload, workload.name),
    automountServiceAccountToken: false,
  };
}
