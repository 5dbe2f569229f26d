import { containerPaths } from '@ixn/connections';
import type { V1Container } from '@kubernetes/client-node';

/**
 * The probes of a workload's container, all on its health port. Start-up has five minutes, as a first start waits for its
 * Config Server and database; from then on three failures in a row take a pod out of its Services, and six restart it.
 */
export function probes(): Pick<V1Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const httpGet = { path: containerPaths.health, port: 'health' };
  return {
    startupProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 60 },
    readinessProbe: { httpGet, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { httpGet, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}
