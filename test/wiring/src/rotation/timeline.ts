import { type AuditEvent, isWrite, readAuditLog } from '@ixn/control-plane';
import type { V1Job, V1Pod } from '@kubernetes/client-node';
import type { Scene } from '../operator/scene.ts';

const componentLabel = 'app.kubernetes.io/component';

/** What the API server took in of all that is written in the namespace, but for Secrets, in its order. */
export async function writesIn({ controlPlane, namespace }: Scene): Promise<readonly AuditEvent[]> {
  const events = await readAuditLog(controlPlane.auditLogPath ?? '');
  return events.filter((event) => {
    const done = isWrite(event) && event.code < 300 && !event.requestUri.includes('dryRun=');
    return done && event.namespace === namespace && event.resource !== 'secrets';
  });
}

/** The Jobs that were made and completed, and the pods of workloads that were made, in order, as `Job made ixn-server-db`. */
export function timelineOf(writes: readonly AuditEvent[]): readonly string[] {
  const told = new Set<string>();
  const componentOf = new Map<string, string>();
  return writes.flatMap((event): readonly string[] => {
    const { verb, resource, requestObject, name = '' } = event;
    if (resource === 'pods' && verb === 'create') {
      const pod: V1Pod = Object(requestObject);
      const { [componentLabel]: component = '' } = pod.metadata?.labels ?? {};
      return component.endsWith('-db') ? [] : [`Pod ${component}`];
    }
    const job: V1Job = Object(requestObject);
    if (resource === 'jobs' && event.code === 201) {
      const { [componentLabel]: component = '' } = job.spec?.template.metadata?.labels ?? {};
      componentOf.set(name, component);
      return [`Job made ${component}`];
    }
    const complete = job.status?.conditions?.some(({ type, status }) => type === 'Complete' && status === 'True');
    if (resource !== 'jobs/status' || complete !== true || told.has(name)) return [];
    told.add(name);
    return [`Job done ${componentOf.get(name)}`];
  });
}
