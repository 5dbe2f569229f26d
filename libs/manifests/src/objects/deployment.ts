import { isAutoscaled } from '../autoscaling.ts';
import { selectorLabels } from '../labels.ts';
import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import type { NamedTemplate } from './template-record.ts';
import { workloadObjectMetadata } from './workload-object-metadata.ts';

/**
 * IXN Node or VQ Node. IXN Node is replaced by Recreate, as there is one for one IXN at most; VQ Node has no state and is
 * replaced pod by pod, the new one first.
 */
export function deployment(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  { recordName, template }: NamedTemplate,
): ChildOf<'Deployment'> {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: workloadObjectMetadata(instance, workload, recordName),
    spec: {
      // Absent, it stays what an autoscaler made it.
      ...(!isAutoscaled(workload) && { replicas: workload.replicas }),
      strategy:
        workload.workload === 'ixnNode'
          ? { type: 'Recreate' }
          : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: { ...selectorLabels(instance.name, workload.workload) } },
      template,
    },
  };
}
