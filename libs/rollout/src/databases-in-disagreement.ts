import type { Database } from '@ixn/manifests';
import type { DatabaseSecrets } from './provision-databases.ts';

/** Another database on the same server, of the same role, whose Secret has another password for it. */
export function databasesInDisagreement(
  database: Database,
  databases: readonly Database[],
  secrets: readonly DatabaseSecrets[],
): Database | undefined {
  const roleOf = ({ number }: Database) => secrets.find((candidate) => candidate.number === number)?.role;
  const role = roleOf(database);
  if (role === undefined) return undefined;
  return databases.find((other) => {
    const rival = isSameServer(database, other) ? roleOf(other) : undefined;
    return rival !== undefined && rival.username === role.username && rival.password !== role.password;
  });
}

function isSameServer(one: Database, other: Database): boolean {
  return one.host.toLowerCase() === other.host.toLowerCase() && one.port === other.port;
}
