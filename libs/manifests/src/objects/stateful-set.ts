import { selectorLabels } from '../labels.ts';
import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import type { NamedTemplate } from './template-record.ts';
import { workloadObjectMetadata } from './workload-object-metadata.ts';

/**
 * IXN. A StatefulSet starts a pod only when its predecessor is gone, so one tenant's server never runs twice. Parallel, as
 * OrderedReady would wait for ever for a broken pod before it lets a mended spec replace it. No volumeClaimTemplates: they
 * could never be changed.
 */
export function statefulSet(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  { recordName, template }: NamedTemplate,
): ChildOf<'StatefulSet'> {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: workloadObjectMetadata(instance, workload, recordName),
    spec: {
      replicas: workload.replicas,
      serviceName: instance.governingServiceName,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      selector: { matchLabels: { ...selectorLabels(instance.name, workload.workload) } },
      template,
    },
  };
}
