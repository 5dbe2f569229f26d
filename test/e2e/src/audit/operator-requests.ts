import { type AuditEvent, parseAuditLog, readAuditLog } from '@ixn/control-plane';
import { rights } from '@ixn/operator';
import type { AuditLogPlace, ClusterFacts } from '../cluster-facts.ts';
import { execute } from '../execute.ts';
import { auditRights, type RightsAudit } from './rights-audit.ts';

/** As whom the operator talks to the API server. */
export function operatorUser({ namespaces, release }: Pick<ClusterFacts, 'namespaces' | 'release'>): string {
  return `system:serviceaccount:${namespaces.operator}:${release}`;
}

/** All that the operator asked of the API server so far, in the order of the answers. */
export async function operatorRequests(
  place: AuditLogPlace,
  facts: Pick<ClusterFacts, 'namespaces' | 'release'>,
): Promise<readonly AuditEvent[]> {
  const user = operatorUser(facts);
  const events = (await readLog(place)).filter((event) => event.user === user);
  // Of a watch both its beginning and its end may be there.
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

/** Compares all that the operator asked for so far with what it may do. */
export async function auditSoFar(
  place: AuditLogPlace,
  facts: Pick<ClusterFacts, 'namespaces' | 'release'>,
): Promise<RightsAudit> {
  const requests = await operatorRequests(place, facts);
  const operatorNamespace = facts.namespaces.operator;
  return auditRights({ rights, requests, operatorNamespace, enforcesOwnerReferences: true });
}

async function readLog({ node, path }: AuditLogPlace): Promise<readonly AuditEvent[]> {
  if (node === null) return await readAuditLog(path);
  const text = await execute('docker', ['exec', node, 'cat', path]);
  return parseAuditLog(text.slice(0, text.lastIndexOf('\n') + 1));
}
