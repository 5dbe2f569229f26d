import { type Connection, type Workload, workloads } from '@ixn/connections';
import type { PostgresqlDependency } from './dependency.ts';
import { errorCode } from './error-code.ts';
import { formatEndpoints } from './link.ts';
import { readDependencies } from './read-dependencies.ts';
import type { Environment, Surroundings } from './row-reader.ts';
import { createSchema } from './sessions/postgresql-session.ts';

/** The database whose schema is made, as its container is told of it. */
export type SchemaPlan =
  | {
      readonly kind: 'plan';
      readonly role: Workload;
      readonly row: number;
      readonly database: PostgresqlDependency;
    }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

/** Reads which database is meant. Without a role it is the one whose variables the environment has. */
export function planSchema(
  role: Workload | undefined,
  table: readonly Connection[],
  surroundings: Surroundings,
): SchemaPlan {
  const who = role ?? roleOf(table, surroundings.environment);
  const row = table.find(({ source, outgoing }) => source === who && outgoing?.check.protocol === 'postgresql');
  if (row === undefined) return { kind: 'invalid', problems: [`${who} has no database`] };
  const read = readDependencies(row, surroundings);
  if (read.kind === 'invalid') return read;
  const database = read.dependencies.find((each) => each.kind === 'postgresql');
  return database === undefined
    ? { kind: 'invalid', problems: [`connection ${row.number} is not configured`] }
    : { kind: 'plan', role: who, row: row.number, database };
}

/** Makes what is missing of the schema; says what was done, or why it could not be. */
export async function initSchema(
  { database, row, role }: Extract<SchemaPlan, { kind: 'plan' }>,
  signal: AbortSignal,
): Promise<{ readonly ok: boolean; readonly said: string }> {
  const where = `connection ${row} to ${formatEndpoints(database.endpoints)}`;
  const ending = new AbortController();
  try {
    await createSchema(database, AbortSignal.any([signal, ending.signal]));
    return { ok: true, said: `${where} works: ${database.database} has the schema of ${role}` };
  } catch (error) {
    return { ok: false, said: `${where} does not work: ${errorCode(error)}` };
  } finally {
    ending.abort();
  }
}

/** The role of which the environment has the most variables: both databases are told by the same ones, other rows are not. */
function roleOf(table: readonly Connection[], environment: Environment): Workload {
  const count = (role: Workload) =>
    table
      .filter(({ source }) => source === role)
      .flatMap(({ outgoing }) => outgoing?.environment ?? [])
      .filter(({ name }) => environment[name] !== undefined).length;
  return workloads.reduce((best, role) => (count(role) > count(best) ? role : best));
}
