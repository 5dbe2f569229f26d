import type { Workload } from '@ixn/connections';

/** The first thing that a server says to whoever connects: its role, its tenant's id and its pod's name. */
export function greetingOf({
  role,
  tenantId,
  pod,
}: Readonly<Record<'tenantId' | 'pod', string>> & { readonly role: Workload }): string {
  return `${role} ${tenantId} ${pod}`;
}
