import { upstreamsOf } from '@ixn/connections';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';

const prefix = 'consul.hashicorp.com';

/**
 * What tells Consul Connect to put its sidecar into a pod: the service, which has the name of the ServiceAccount as ACLs want
 * it, its port, its upstreams, and the tag and metadata by which the vendor's chart registers it. None where Connect is off.
 */
export function connectAnnotations(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): Readonly<Record<string, string>> {
  const { context, table, tenantId, tenantSid } = instance;
  if (!context.connect) return {};
  const upstreams = upstreamsOf(workload.workload, table, context);
  return {
    [`${prefix}/connect-inject`]: 'true',
    [`${prefix}/connect-service`]: workload.name,
    [`${prefix}/connect-service-port`]: 'default',
    ...(upstreams.length > 0 && {
      [`${prefix}/connect-service-upstreams`]: upstreams.map(({ service, port }) => `${service}:${port}`).join(','),
    }),
    [`${prefix}/service-tags`]: 'service-ixn',
    [`${prefix}/service-meta-tenant-id`]: tenantId,
    [`${prefix}/service-meta-tenant-sid`]: tenantSid,
  };
}
