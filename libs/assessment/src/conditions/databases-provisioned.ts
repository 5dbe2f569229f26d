import type { DatabaseFinding } from '../findings.ts';
import { type Findings, together, type Verdict } from './verdict.ts';

/** DatabasesProvisioned stands where the spec asks for provisioning: False when a step has failed or somebody has to act. */
export function databasesProvisioned({ databases }: Findings): Verdict | undefined {
  if (databases.length === 0) return undefined;
  const status = databases.some(isInTrouble) ? 'False' : 'Unknown';
  const open = openDatabases(databases);
  return open === undefined ? { status: 'True', reason: 'Provisioned', message: '' } : { ...open, status };
}

/** What is said of the databases that are not provisioned, the gravest first; undefined where all are. */
export function openDatabases(databases: readonly DatabaseFinding[]): Pick<Verdict, 'reason' | 'message'> | undefined {
  const open = databases.filter(({ state }) => state !== 'Provisioned');
  const gravest = open.find(({ stalled }) => stalled) ?? open.find(isInTrouble) ?? open[0];
  return gravest && { reason: gravest.reason, message: together(open) };
}

/** Whether something has gone wrong with a database: nothing goes on, or not as it should. */
export function isInTrouble({ state, stalled, reason }: DatabaseFinding): boolean {
  if (state === 'Provisioned') return false;
  return stalled || state === 'Failed' || (reason !== 'ProvisioningDatabase' && reason !== 'ProvisioningWaits');
}
