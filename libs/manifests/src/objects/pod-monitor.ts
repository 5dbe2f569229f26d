import { containerPaths, scrapeTargets } from '@ixn/connections';
import { connectionsAnnotation } from '../annotations.ts';
import { selectorLabels } from '../labels.ts';
import type { ChildOf } from '../manifest.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { sortedByKey } from '../sorted-by-key.ts';
import { objectMetadata } from './object-metadata.ts';

/** Tells Prometheus to ask the pods of a workload for metrics (connections 10 to 12). Undefined where the spec wants none. */
export function podMonitor(instance: ResolvedInstance, workload: ResolvedWorkload): ChildOf<'PodMonitor'> | undefined {
  if (instance.monitoring.by !== 'PodMonitor') return undefined;
  const targets = scrapeTargets(instance.table).filter((target) => target.workload === workload.workload);
  if (targets.length === 0) return undefined;
  const metadata = objectMetadata(instance, workload, workload.name);
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: {
      ...metadata,
      labels: { ...sortedByKey(instance.monitoring.labels), ...metadata.labels },
      annotations: { [connectionsAnnotation]: targets.map((target) => target.row).join(',') },
    },
    spec: {
      selector: { matchLabels: { ...selectorLabels(instance.name, workload.workload) } },
      podMetricsEndpoints: targets.map(({ portName }) => ({
        port: portName,
        path: containerPaths.metrics,
        interval: `${instance.monitoring.intervalSeconds}s`,
      })),
    },
  };
}

/**
 * The well-known annotations by which a Prometheus without PodMonitors finds what to scrape. They stand on the Service: on the
 * pods, a change of how they are found would restart them.
 */
export function scrapeAnnotations(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): Readonly<Record<string, string>> {
  const [target] = scrapeTargets(instance.table).filter((candidate) => candidate.workload === workload.workload);
  const port = workload.ports.find((candidate) => candidate.name === target?.portName);
  if (instance.monitoring.by !== 'Annotations' || port === undefined) return {};
  return {
    'prometheus.io/scrape': 'true',
    'prometheus.io/port': String(port.port),
    'prometheus.io/path': containerPaths.metrics,
  };
}
