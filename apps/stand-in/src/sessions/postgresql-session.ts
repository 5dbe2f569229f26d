import { Socket } from 'node:net';
import type { Client } from 'pg';
import type { PostgresqlDependency } from '../dependency.ts';
import { withCode } from '../error-code.ts';
import { onAbort, type Session, sessionTimeoutMs, type Who } from './session.ts';
import { tlsOptions } from './tls-options.ts';

/** What is left of those who are gone for so long is deleted. */
const keptFor = '1 day';

/** Logs in, notes in a row of its own that it is there, and goes on noting it: create, read, update and delete. */
export async function openPostgresql(
  dependency: PostgresqlDependency,
  { role, pod }: Who,
  signal: AbortSignal,
): Promise<Session> {
  const { client, lost } = await logIn(dependency, signal);
  await client.query(`delete from interactions where seen_at < now() - interval '${keptFor}'`);
  const created = await client.query<{ readonly id: string }>(
    'insert into interactions (role, pod) values ($1, $2) returning id',
    [role, pod],
  );
  const id = created.rows[0]?.id;
  const exchange = async () => {
    await client.query('update interactions set seen_at = now() where id = $1', [id]);
    const { rows } = await client.query<{ readonly count: string }>('select count(*) from interactions');
    return `wrote row ${id} of ${rows[0]?.count} in ${dependency.database}`;
  };
  return { exchange, lost };
}

/** Makes what is missing of the schema, and never replaces what is there. */
export async function createSchema(dependency: PostgresqlDependency, signal: AbortSignal): Promise<void> {
  const { client } = await logIn(dependency, signal);
  await client.query(`
    create table if not exists interactions (
      id bigint generated always as identity primary key,
      role text not null,
      pod text not null,
      begun_at timestamptz not null default now(),
      seen_at timestamptz not null default now()
    )`);
}

async function logIn(
  { endpoints: [endpoint], database, credentials, tls, keepAliveDelayMs }: PostgresqlDependency,
  signal: AbortSignal,
): Promise<{ readonly client: Client; readonly lost: Promise<never> }> {
  const { Client: PgClient } = await import('pg');
  const socket = new Socket();
  // A goodbye would wait for a server that may not answer.
  onAbort(signal, () => socket.destroy());
  const client = new PgClient({
    host: endpoint?.host,
    port: endpoint?.port,
    database,
    user: credentials.username,
    password: credentials.password,
    ssl: tls === undefined ? false : tlsOptions(tls),
    application_name: 'stand-in',
    connectionTimeoutMillis: sessionTimeoutMs,
    query_timeout: sessionTimeoutMs,
    ...(keepAliveDelayMs !== undefined && { keepAlive: true, keepAliveInitialDelayMillis: keepAliveDelayMs }),
    stream: () => socket,
  });
  const lost = new Promise<never>((_, lose) => {
    client.once('error', lose);
    client.once('end', () => lose(withCode('CLOSED')));
  });
  lost.catch(() => undefined);
  client.on('error', () => undefined);
  await client.connect();
  return { client, lost };
}
