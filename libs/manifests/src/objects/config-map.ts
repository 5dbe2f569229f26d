import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

/** The settings of a workload, read by its container as environment variables. Nothing secret is in it. */
export function configMap(instance: ResolvedInstance, workload: ResolvedWorkload): ChildOf<'ConfigMap'> {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: objectMetadata(instance, workload, workload.name),
    data: workload.environment,
  };
}
