import { mostReplicas } from '../autoscaling.ts';
import { selectorLabels } from '../labels.ts';
import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

/**
 * Lets a drain take one pod of a workload at a time, where there may be several. Undefined for one pod, as every budget could
 * only hold up its drain; and counted by what may not run, never by what must, as that would hold up the drain of the last
 * pod too. What is not ready serves nobody and may always go.
 */
export function podDisruptionBudget(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): ChildOf<'PodDisruptionBudget'> | undefined {
  if (mostReplicas(workload) <= 1) return undefined;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: objectMetadata(instance, workload, workload.name),
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: { ...selectorLabels(instance.name, workload.workload) } },
    },
  };
}
