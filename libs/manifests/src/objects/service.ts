import type { V1ServicePort } from '@kubernetes/client-node';
import { selectorLabels } from '../labels.ts';
import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { objectMetadata } from './object-metadata.ts';
import { scrapeAnnotations } from './pod-monitor.ts';

/** The address under which others reach a workload. */
export function service(instance: ResolvedInstance, workload: ResolvedWorkload): ChildOf<'Service'> {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...objectMetadata(instance, workload, workload.name),
      annotations: scrapeAnnotations(instance, workload),
    },
    spec: {
      type: 'ClusterIP',
      selector: { ...selectorLabels(instance.name, workload.workload) },
      ports: servicePorts(workload),
    },
  };
}

/** The headless Service that gives the IXN pod a DNS name of its own; it lists the pod before it is ready, too. */
export function governingService(instance: ResolvedInstance, workload: ResolvedWorkload): ChildOf<'Service'> {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: objectMetadata(instance, workload, instance.governingServiceName),
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { ...selectorLabels(instance.name, workload.workload) },
      ports: servicePorts(workload),
    },
  };
}

function servicePorts(workload: ResolvedWorkload): V1ServicePort[] {
  return workload.ports.map(({ name, port }) => ({ name, port, targetPort: name, protocol: 'TCP' }));
}
