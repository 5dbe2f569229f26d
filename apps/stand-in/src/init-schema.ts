import { type Connection, type Workload, workloads } from '@ixn/connections';
import { dial } from './dial.ts';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import { type Environment, rowEndpoints, type Surroundings } from './row-endpoints.ts';

/** The database whose schema is made, as its container is told of it. */
export type SchemaPlan =
  | {
      readonly kind: 'plan';
      readonly role: Workload;
      readonly row: number;
      readonly endpoint: Endpoint;
      readonly database: string;
      readonly username: string;
    }
  | { readonly kind: 'invalid'; readonly problem: string };

/** Reads which database is meant. Without a role it is the one whose variables the environment has. */
export function planSchema(
  role: Workload | undefined,
  table: readonly Connection[],
  surroundings: Surroundings,
): SchemaPlan {
  const who = role ?? roleOf(table, surroundings.environment);
  const row = table.find(({ source, outgoing }) => source === who && outgoing?.check.protocol === 'postgresql');
  if (row?.outgoing === undefined) return invalid(`${who} has no database`);
  const found = rowEndpoints(row, surroundings);
  if (found.kind === 'problem') return invalid(found.problem);
  const [endpoint] = found.endpoints;
  if (endpoint === undefined) return invalid(`connection ${row.number} is not configured`);
  const { environment, files } = row.outgoing;
  const name = environment.find(({ value }) => 'path' in value && value.path === 'name')?.name ?? '';
  const database = surroundings.environment[name] ?? '';
  if (database === '') return invalid(`connection ${row.number}: ${name} is missing`);
  const credentials = files.find(({ content }) => content.from === 'secret')?.mountPath ?? '';
  const username = surroundings.readFolder(credentials)?.['username']?.trim();
  if (username === undefined) return invalid(`connection ${row.number}: there are no credentials in ${credentials}`);
  return { kind: 'plan', role: who, row: row.number, endpoint, database, username };
}

/** Checks that the database server can be reached, and says what would be done, or why it cannot be. */
export async function initSchema(
  { endpoint, database, username, row, role }: Extract<SchemaPlan, { kind: 'plan' }>,
  timeoutMs: number,
): Promise<{ readonly ok: boolean; readonly said: string }> {
  const { ok, error } = await dial({ endpoint, ask: { kind: 'connection' }, timeoutMs });
  const where = `connection ${row} to ${formatEndpoint(endpoint)}`;
  return ok
    ? {
        ok,
        said: `${where} works: would make the schema of ${role} in ${database} as ${username}, unless there is one`,
      }
    : { ok, said: `${where} does not work: ${error}` };
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

function invalid(problem: string): SchemaPlan {
  return { kind: 'invalid', problem };
}
