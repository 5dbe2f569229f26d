import { escapeIdentifier } from 'pg';
import { type PostgresLogin, type Query, inSession } from './run-sql.ts';

/** What the whole server knows; `postgres` is the database that always is there. */
const serverWide = {
  role: `select a.rolname, a.rolsuper, a.rolinherit, a.rolcreaterole, a.rolcreatedb, a.rolcanlogin, a.rolreplication,
    a.rolbypassrls, a.rolconnlimit, a.rolpassword, a.rolvaliduntil
    from pg_authid a where a.rolname !~ '^pg_' order by 1`,
  membership: `select r.rolname as role, m.rolname as member, a.admin_option
    from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
    where m.rolname !~ '^pg_' order by 1, 2`,
  setting: `select d.datname, r.rolname, s.setconfig from pg_db_role_setting s
    left join pg_database d on d.oid = s.setdatabase left join pg_roles r on r.oid = s.setrole order by 1, 2`,
  database: `select d.datname, pg_get_userbyid(d.datdba) as owner, d.datacl::text, d.datallowconn, d.datconnlimit,
    pg_encoding_to_char(d.encoding) as encoding, d.datcollate
    from pg_database d order by 1`,
};

const notOfSystem = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

/** What each database knows. */
const ofDatabase = {
  extension: 'select extname, extversion from pg_extension order by 1',
  schema: `select n.nspname, pg_get_userbyid(n.nspowner) as owner, n.nspacl::text from pg_namespace n where ${notOfSystem} order by 1`,
  relation: `select n.nspname, c.relname, c.relkind, pg_get_userbyid(c.relowner) as owner, c.relacl::text,
    case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${notOfSystem} order by 1, 2`,
  column: `select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid) as otherwise, a.attacl::text
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where ${notOfSystem} and a.attnum > 0 and not a.attisdropped order by 1, 2, a.attnum`,
  constraint: `select n.nspname, c.conrelid::regclass::text as relation, c.conname, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace where ${notOfSystem} order by 1, 2, 3`,
  index: `select schemaname, tablename, indexname, indexdef from pg_indexes
    where schemaname !~ '^pg_' and schemaname <> 'information_schema' order by 1, 2, 3`,
  sequence: `select schemaname, sequencename, data_type::text, start_value, increment_by, max_value, last_value
    from pg_sequences order by 1, 2`,
  function: `select n.nspname, p.proname, pg_get_function_identity_arguments(p.oid) as arguments, p.prosrc, p.proacl::text,
    pg_get_userbyid(p.proowner) as owner from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${notOfSystem} order by 1, 2, 3`,
  trigger: `select t.tgrelid::regclass::text as relation, t.tgname, pg_get_triggerdef(t.oid) as definition
    from pg_trigger t where not t.tgisinternal order by 1, 2`,
  'default rights': `select pg_get_userbyid(d.defaclrole) as role, n.nspname, d.defaclobjtype, d.defaclacl::text
    from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace order by 1, 2, 3`,
};

const tables = `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where ${notOfSystem} and c.relkind = 'r' order by 1, 2`;

/**
 * A server's roles, databases, definitions and rows as lines of text, in an order of their own. Made by SQL and not by
 * pg_dump, which is not everywhere where the server is.
 */
export async function dumpServer(login: PostgresLogin): Promise<string> {
  const [server, names] = await inSession(login, async (query) => {
    const databases = await query('select datname from pg_database where datallowconn order by 1');
    return [await linesOf(query, serverWide), databases.map(({ datname }) => String(datname))];
  });
  const lines = [...server];
  for (const database of names) {
    const own = await inSession({ ...login, database }, dumpDatabase);
    lines.push(...own.map((line) => `${database}: ${line}`));
  }
  return `${lines.join('\n')}\n`;
}

async function dumpDatabase(query: Query): Promise<readonly string[]> {
  const lines = [...(await linesOf(query, ofDatabase))];
  for (const { schema, name } of await query(tables)) {
    const table = `${escapeIdentifier(String(schema))}.${escapeIdentifier(String(name))}`;
    const rows = `select to_jsonb(t)::text as row from ${table} t order by 1`;
    lines.push(...(await linesOf(query, { [`row of ${table}`]: rows })));
  }
  return lines;
}

/** A line for each row that each of the queries, by what they ask for, gives. */
async function linesOf(query: Query, queries: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const [kind, sql] of Object.entries(queries)) {
    for (const row of await query(sql)) lines.push(`${kind} ${JSON.stringify(row)}`);
  }
  return lines;
}
