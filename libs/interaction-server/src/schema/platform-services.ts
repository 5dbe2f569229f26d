import { z } from 'zod';
import { boundedMap } from './bounded.ts';

/** Connections 10 to 12. */
export const monitoringSchema = z
  .object({
    mode: z
      .enum(['Auto', 'PodMonitor', 'Annotations', 'Off'])
      .default('Auto')
      .describe(
        'Auto: a PodMonitor where the cluster knows that kind, otherwise the well-known scrape annotations. "Off" needs quotes, as YAML takes a plain Off for false.',
      ),
    labels: boundedMap(
      z.string().max(63),
      16,
      'Labels of the PodMonitor, by which a Prometheus finds it.',
    ).exactOptional(),
    intervalSeconds: z
      .int32()
      .min(5)
      .max(3600)
      .default(30)
      .describe('How often the metrics are asked for, in seconds.'),
  })
  .prefault({})
  .describe('How Prometheus finds the metrics of the workloads (connections 10 to 12).');

/** The service mesh that carries connections 5 and 14. */
export const consulConnectSchema = z
  .object({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        'Whether Consul Connect puts its sidecar into the pods; Config Server and Voice config are then localhost.',
      ),
  })
  .prefault({})
  .describe('Consul Connect, the service mesh.');
