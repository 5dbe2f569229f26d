import { openSession } from './database-session.ts';
import type { ProvisionSettings } from './provision-settings.ts';
import { readSessionError, type SessionError, sqlStates } from './session-error.ts';

/** What comes of a login with the credentials that the workload has. */
export type RoleLogin =
  /** It gets in; `lacks` has the rights that are still missing. */
  | { readonly kind: 'in'; readonly lacks: readonly string[] }
  /** Its password is right, and the database is not there, or closed to it. */
  | { readonly kind: 'noDatabase' | 'noRight' }
  /** Its password is wrong, or there is no such role. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'error'; readonly error: SessionError };

const rights = `select pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') as "CREATE on the database",
  pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY') as "TEMPORARY on the database",
  coalesce(pg_catalog.has_schema_privilege(n.oid, 'USAGE'), true) as "USAGE on schema public",
  coalesce(pg_catalog.has_schema_privilege(n.oid, 'CREATE'), true) as "CREATE on schema public"
  from (select 1) as one left join pg_catalog.pg_namespace n on n.nspname = 'public'`;

/** Logs in as the workload will, and asks for what it will need. Changes nothing. */
export async function tryRole(settings: ProvisionSettings): Promise<RoleLogin> {
  try {
    const session = await openSession(settings, settings.role, settings.database);
    try {
      const [row = {}] = await session.query(rights);
      const lacks = Object.keys(row).filter((right) => row[right] !== true);
      return { kind: 'in', lacks };
    } finally {
      await session.close();
    }
  } catch (thrown) {
    const error = readSessionError(thrown);
    if (error.kind !== 'answer') return { kind: 'error', error };
    switch (error.sqlState) {
      case sqlStates.wrongPassword:
        return { kind: 'rejected' };
      case sqlStates.noDatabase:
        return { kind: 'noDatabase' };
      case sqlStates.noRight:
        return { kind: 'noRight' };
      default:
        return { kind: 'error', error };
    }
  }
}
