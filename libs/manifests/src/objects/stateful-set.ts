import { selectorLabels } from '../labels.ts';
import type { MergeSchema } from '../pod/merge-schema.ts';
import { podTemplate } from '../pod/pod-template.ts';
import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { workloadObjectMetadata } from './workload-object-metadata.ts';

/**
 * IXN. A StatefulSet starts a pod only when its predecessor is gone, so one tenant's server never runs twice. Parallel, as
 * OrderedReady would wait for ever for a broken pod before it lets a mended spec replace it. No volumeClaimTemplates: they
 * could never be changed.
 */
export function statefulSet(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  mergeSchema: MergeSchema,
): ChildOf<'StatefulSet'> {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: workloadObjectMetadata(instance, workload),
    spec: {
      replicas: workload.replicas,
      serviceName: instance.governingServiceName,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      selector: { matchLabels: { ...selectorLabels(instance.name, workload.workload) } },
      template: podTemplate(instance, workload, mergeSchema),
    },
  };
}
