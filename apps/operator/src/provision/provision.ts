import { escapeIdentifier, escapeLiteral } from 'pg';
import { type DatabaseSession, openSession } from './database-session.ts';
import { type ProvisionFailed, provisionFailed, type ProvisionOutcome } from './provision-outcome.ts';
import type { ProvisionSettings } from './provision-settings.ts';
import { type RoleLogin, tryRole } from './role-login.ts';
import { scramVerifier } from './scram-verifier.ts';
import { readSessionError, type SessionError, sqlStates } from './session-error.ts';

/** Tells what has just been done. */
export type OnStep = (words: string) => void;

/** The database that every server has, for what concerns the whole server. */
const commonDatabase = 'postgres';

/**
 * Makes role, database and grants where they are missing, and changes the password of the role where it is another one.
 * Changes nothing else that exists, and drops nothing. It may run twice, at once, and be ended at any moment: each step looks
 * first, and is whole or not at all.
 */
export async function provision(settings: ProvisionSettings, onStep: OnStep): Promise<ProvisionOutcome> {
  const steps: string[] = [];
  const did = (words: string) => {
    steps.push(words);
    onStep(words);
  };
  const login = await tryRole(settings);
  if (login.kind === 'in' && login.lacks.length === 0) return { kind: 'done', steps };
  const serverFailure = login.kind === 'error' ? failureOfServer(login.error, settings) : undefined;
  if (serverFailure !== undefined) return serverFailure;
  const failure = await asAdmin(settings, commonDatabase, (admin) => makeMissing(admin, settings, did));
  return failure ?? (await checkRole(settings)) ?? { kind: 'done', steps };
}

/** An error that the administrator would meet, too. */
function failureOfServer(error: SessionError, settings: ProvisionSettings): ProvisionFailed | undefined {
  const isOfLogin = error.kind === 'answer' && error.sqlState === sqlStates.notAuthorised;
  return isOfLogin ? undefined : failedBy(error, settings, 'to log in');
}

async function makeMissing(
  admin: DatabaseSession,
  settings: ProvisionSettings,
  did: OnStep,
): Promise<ProvisionFailed | undefined> {
  await quietenLog(admin);
  // One at a time for a role, on whichever of its databases. The lock goes with the session.
  const locked = await attempt(admin, settings, 'to wait for others that provision the same role', [
    'select pg_catalog.pg_advisory_lock($1::pg_catalog.int4, pg_catalog.hashtext($2::pg_catalog.text))',
    String(lockSpace),
    settings.role.user,
  ]);
  if (locked !== undefined) return locked;
  return (
    (await makeRole(admin, settings, did)) ??
    (await makeDatabase(admin, settings, did)) ??
    (await grantOnDatabase(admin, settings, did)) ??
    asAdmin(settings, settings.database, (inDatabase) => grantOnSchema(inDatabase, settings, did))
  );
}

/** Any number that nobody else is likely to lock. */
const lockSpace = 1_769_500_001;

/** A superuser can keep even the verifier of a password out of the log of the server; nobody else has to. */
async function quietenLog(admin: DatabaseSession): Promise<void> {
  const [row] = await admin.query('select rolsuper from pg_catalog.pg_roles where rolname = current_user');
  if (row?.['rolsuper'] !== true) return;
  await admin.query("set log_statement = 'none'");
  await admin.query('set log_min_duration_statement = -1');
  await admin.query("set log_min_error_statement = 'panic'");
}

async function makeRole(
  admin: DatabaseSession,
  settings: ProvisionSettings,
  did: OnStep,
): Promise<ProvisionFailed | undefined> {
  const { role, roleSecret } = settings;
  const find = async () => {
    const sql = 'select rolcanlogin, rolsuper from pg_catalog.pg_roles where rolname = $1::pg_catalog.name';
    return (await admin.query(sql, [role.user]))[0];
  };
  const name = escapeIdentifier(role.user);
  const verifier = async () => escapeLiteral(await scramVerifier(role.password));
  if ((await find()) === undefined) {
    const failed = await attempt(admin, settings, 'to create a role', [
      `create role ${name} login password ${await verifier()}`,
    ]);
    if (failed === undefined) {
      did(`created the role of Secret ${roleSecret}`);
      return undefined;
    }
    // Somebody else may have been quicker.
    if ((await find()) === undefined) return failed;
  }
  const found = await find();
  if (found?.['rolcanlogin'] !== true) return unsuitable(roleSecret, 'may not log in');
  if (found['rolsuper'] === true) return unsuitable(roleSecret, 'is a superuser');
  if ((await tryRole(settings)).kind !== 'rejected') return undefined;
  const failed = await attempt(admin, settings, `to change the password of the role of Secret ${roleSecret}`, [
    `alter role ${name} password ${await verifier()}`,
  ]);
  if (failed === undefined) did(`changed the password of the role of Secret ${roleSecret}`);
  return failed;
}

function unsuitable(roleSecret: string, why: string): ProvisionFailed {
  return provisionFailed('RoleUnsuitable', `the role of Secret ${roleSecret} exists and ${why}; it was left as it is`);
}

async function makeDatabase(
  admin: DatabaseSession,
  settings: ProvisionSettings,
  did: OnStep,
): Promise<ProvisionFailed | undefined> {
  const { database } = settings;
  const find = async () => {
    const sql = 'select datistemplate from pg_catalog.pg_database where datname = $1::pg_catalog.name';
    return (await admin.query(sql, [database]))[0];
  };
  const found = await find();
  if (found?.['datistemplate'] === true) {
    return provisionFailed(
      'DatabaseOwnedByOther',
      `database ${database} is a template of the server, for others to copy`,
    );
  }
  if (found !== undefined) return undefined;
  const failed = await attempt(admin, settings, `to create database ${database}`, [
    `create database ${escapeIdentifier(database)}`,
  ]);
  if (failed === undefined) {
    did(`created database ${database}`);
    return undefined;
  }
  // Somebody else may have been quicker.
  return (await find()) === undefined ? failed : undefined;
}

const ofDatabase = `select pg_catalog.pg_get_userbyid(d.datdba) as owner, current_user as admin,
  pg_catalog.has_database_privilege($2::pg_catalog.name, d.oid, 'CONNECT') as "CONNECT",
  pg_catalog.has_database_privilege($2::pg_catalog.name, d.oid, 'TEMPORARY') as "TEMPORARY",
  pg_catalog.has_database_privilege($2::pg_catalog.name, d.oid, 'CREATE') as "CREATE"
  from pg_catalog.pg_database d where d.datname = $1::pg_catalog.name`;

async function grantOnDatabase(
  admin: DatabaseSession,
  settings: ProvisionSettings,
  did: OnStep,
): Promise<ProvisionFailed | undefined> {
  const { database, role, roleSecret } = settings;
  const [row = {}] = await admin.query(ofDatabase, [database, role.user]);
  const missing = ['CONNECT', 'TEMPORARY', 'CREATE'].filter((right) => row[right] !== true);
  const { owner } = row;
  if (missing.length === 0) return undefined;
  // Even a superuser leaves alone what is of somebody else.
  if (owner !== row['admin'] && owner !== role.user) {
    const lacks = `the role of Secret ${roleSecret} lacks ${missing.join(', ')} on it`;
    return provisionFailed('DatabaseOwnedByOther', `database ${database} belongs to ${String(owner)}, and ${lacks}`);
  }
  const failed = await attempt(admin, settings, `to grant rights on database ${database}`, [
    `grant ${missing.join(', ')} on database ${escapeIdentifier(database)} to ${escapeIdentifier(role.user)}`,
  ]);
  if (failed === undefined) did(`granted ${missing.join(', ')} on database ${database}`);
  return failed;
}

const ofSchema = `select pg_catalog.has_schema_privilege($1::pg_catalog.name, n.oid, 'USAGE') as "USAGE",
  pg_catalog.has_schema_privilege($1::pg_catalog.name, n.oid, 'CREATE') as "CREATE"
  from pg_catalog.pg_namespace n where n.nspname = 'public'`;

/** From PostgreSQL 15 on nobody but the owner of a database may create anything in its schema public. */
async function grantOnSchema(
  admin: DatabaseSession,
  settings: ProvisionSettings,
  did: OnStep,
): Promise<ProvisionFailed | undefined> {
  const { database, role } = settings;
  const [row] = await admin.query(ofSchema, [role.user]);
  const missing = row === undefined ? [] : ['USAGE', 'CREATE'].filter((right) => row[right] !== true);
  if (missing.length === 0) return undefined;
  const failed = await attempt(admin, settings, `to grant rights on schema public of database ${database}`, [
    `grant ${missing.join(', ')} on schema public to ${escapeIdentifier(role.user)}`,
  ]);
  if (failed === undefined) did(`granted ${missing.join(', ')} on schema public of database ${database}`);
  return failed;
}

/** Whether the role can now do what it will have to. */
async function checkRole(settings: ProvisionSettings): Promise<ProvisionFailed | undefined> {
  const login = await tryRole(settings);
  const { roleSecret, database } = settings;
  switch (login.kind) {
    case 'in': {
      if (login.lacks.length === 0) return undefined;
      const lacks = `the role of Secret ${roleSecret} still lacks ${login.lacks.join(', ')}`;
      return provisionFailed('AdminRightsMissing', `${lacks}; the administrator cannot grant that in ${database}`);
    }
    case 'error':
      if (isRefusal(login)) return loginRefused(settings);
      return failedBy(login.error, settings, 'to log in');
    case 'noDatabase':
    case 'noRight':
    case 'rejected':
      return loginRefused(settings);
  }
}

function isRefusal({ error }: Extract<RoleLogin, { readonly kind: 'error' }>): boolean {
  return error.kind === 'answer' && error.sqlState.startsWith('28');
}

function loginRefused({ roleSecret, database, host, port }: ProvisionSettings): ProvisionFailed {
  const message = `${host}:${port} does not let the role of Secret ${roleSecret} in to database ${database}`;
  return provisionFailed('RoleLoginFailed', message);
}

/** Opens a session as the administrator, and closes it after `work`. What nobody caught becomes a failure. */
async function asAdmin(
  settings: ProvisionSettings,
  database: string,
  work: (admin: DatabaseSession) => Promise<ProvisionFailed | undefined>,
): Promise<ProvisionFailed | undefined> {
  let session: DatabaseSession;
  try {
    session = await openSession(settings, settings.admin, database);
  } catch (thrown) {
    const error = readSessionError(thrown);
    const isLogin = error.kind === 'answer' && error.sqlState.startsWith('28');
    if (!isLogin) return failedBy(error, settings, `to log in to database ${database}`);
    const message = `${settings.host}:${settings.port} does not let the role of Secret ${settings.adminSecret} in`;
    return provisionFailed('AdminLoginFailed', message);
  }
  try {
    return await work(session);
  } catch (thrown) {
    return failedBy(readSessionError(thrown), settings, 'to look at what there is');
  } finally {
    await session.close();
  }
}

/** Runs one statement; undefined when it was done. `what` completes "may not ..., has no time ...". */
async function attempt(
  session: DatabaseSession,
  settings: ProvisionSettings,
  what: string,
  [sql, ...values]: readonly [string, ...string[]],
): Promise<ProvisionFailed | undefined> {
  try {
    await session.query(sql, values);
    return undefined;
  } catch (thrown) {
    return failedBy(readSessionError(thrown), settings, what);
  }
}

const busyStates: ReadonlySet<string> = new Set([sqlStates.lockTimeout, sqlStates.inUse, sqlStates.cancelled]);

function failedBy(error: SessionError, { host, port, adminSecret }: ProvisionSettings, what: string): ProvisionFailed {
  const server = `${host}:${port}`;
  if (error.kind === 'failure') return provisionFailed(error.code, `${server} ${error.words}`);
  const { sqlState } = error;
  if (sqlState === sqlStates.noRight) {
    return provisionFailed('AdminRightsMissing', `the role of Secret ${adminSecret} has no right ${what}`);
  }
  if (busyStates.has(sqlState)) return provisionFailed('DatabaseBusy', `${server} took too long ${what} (${sqlState})`);
  return provisionFailed('DatabaseServerFailed', `${server} could not be asked ${what}: SQLSTATE ${sqlState}`);
}
