import { checkServerIdentity, type ConnectionOptions } from 'node:tls';
import { Client } from 'pg';
import type { Login, ProvisionSettings } from './provision-settings.ts';

export type Row = Readonly<Record<string, unknown>>;

/** One connection to one database. */
export interface DatabaseSession {
  /** Runs one statement; throws what the server or the network does. */
  query(sql: string, values?: readonly string[]): Promise<readonly Row[]>;
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;
/** For a lock that somebody else holds. */
const lockTimeoutMs = 60_000;
/** CREATE DATABASE copies a template. */
const statementTimeoutMs = 120_000;

/**
 * A role of the database may have put functions and operators of its own into it, which an administrator who calls those of the
 * system by their bare names would run (CVE-2018-1058).
 */
const onlySystemNames = "select pg_catalog.set_config('search_path', 'pg_catalog', false)";

/** Logs in to a database, where bare names mean what is of the system alone; throws what the server or the network does. */
export async function openSession(
  settings: ProvisionSettings,
  { user, password }: Login,
  database: string,
): Promise<DatabaseSession> {
  const client = new Client({
    host: settings.host,
    port: settings.port,
    user,
    password,
    database,
    ssl: tlsOptions(settings),
    application_name: 'interaction-server-operator',
    connectionTimeoutMillis: connectTimeoutMs,
    lock_timeout: lockTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // Should the server itself not answer any more.
    query_timeout: statementTimeoutMs + connectTimeoutMs,
  });
  // Of a connection that breaks: the query says so, too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(onlySystemNames);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    query: async (sql, values = []) => (await client.query<Row>(sql, [...values])).rows,
    close: () => client.end().catch(() => undefined),
  };
}

/** The meaning of the modes is libpq's. */
function tlsOptions({ sslMode, ca, host }: ProvisionSettings): ConnectionOptions | false {
  const authority = ca === undefined ? {} : { ca };
  switch (sslMode) {
    case 'disable':
      return false;
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-ca':
      return { ...authority, checkServerIdentity: () => undefined };
    case 'verify-full':
      // Without a name, as with an address, the certificate would be held against localhost.
      return { ...authority, checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate) };
  }
}
