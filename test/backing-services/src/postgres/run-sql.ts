import { Client } from 'pg';

export type Row = Readonly<Record<string, unknown>>;

export interface PostgresLogin {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Default `postgres`. */
  readonly database?: string | undefined;
}

const timeoutMs = 10_000;

/** Runs SQL, which may be several statements; gives the rows of the last one. */
export type Query = (sql: string) => Promise<readonly Row[]>;

/** Opens a session, without TLS, and closes it after `work`. */
export async function inSession<Result>(
  { database = 'postgres', ...login }: PostgresLogin,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  const client = new Client({ ...login, database, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
  client.on('error', () => undefined); // of a connection that breaks: the query says so, too
  await client.connect();
  try {
    // Several statements have several results.
    return await work(async (sql) => [await client.query<Row>(sql)].flat().at(-1)?.rows ?? []);
  } finally {
    await client.end();
  }
}
