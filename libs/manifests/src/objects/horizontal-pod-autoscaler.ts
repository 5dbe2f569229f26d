import type { ChildOf } from '../manifest.ts';
import { componentName } from '../names.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';

/**
 * Changes the number of pods of a workload by what they use. It looks at the workload's own container: a sidecar that asks for
 * nothing would keep it from measuring anything. Undefined where the spec asks for none.
 */
export function horizontalPodAutoscaler(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): ChildOf<'HorizontalPodAutoscaler'> | undefined {
  const { autoscaling } = workload;
  if (autoscaling === undefined) return undefined;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: objectMetadata(instance, workload, workload.name),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: workload.name },
      minReplicas: autoscaling.minReplicas,
      maxReplicas: autoscaling.maxReplicas,
      metrics: autoscaling.targets.map(({ resource, percentage }) => ({
        type: 'ContainerResource',
        containerResource: {
          name: resource,
          container: componentName(workload.workload),
          target: { type: 'Utilization', averageUtilization: percentage },
        },
      })),
    },
  };
}
