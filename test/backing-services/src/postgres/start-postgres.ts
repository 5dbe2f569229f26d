import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePorts, runCommand } from '@ixn/control-plane';
import { escapeIdentifier, escapeLiteral } from 'pg';
import { findPostgres } from '../binaries/postgres-binaries.ts';
import { type Run, withRun } from '../run.ts';
import { type Service, type ServiceOptions, assembleService } from '../service.ts';
import { type TlsFiles, type TlsMaterial, tlsFilesIn, writeTlsFiles } from '../tls.ts';
import { dumpServer } from './dump-server.ts';
import { type PostgresLogin, type Row, inSession } from './run-sql.ts';
import { binariesFor, serverUser } from './server-user.ts';

export interface PostgresOptions extends ServiceOptions {
  /** Without it the server speaks no TLS; with it, both with and without, as the client wishes. */
  readonly tls?: TlsMaterial | undefined;
}

/** A PostgreSQL server with password authentication (SCRAM-SHA-256). */
export interface Postgres extends Service {
  /** Of the superuser. */
  readonly admin: { readonly user: string; readonly password: string };
  /** Runs SQL as the superuser; default in the database `postgres`. Gives the rows of the last statement. */
  query(sql: string, database?: string): Promise<readonly Row[]>;
  /** Makes a role that may log in, and nothing more. */
  createRole(name: string, password: string): Promise<void>;
  createDatabase(name: string, owner: string): Promise<void>;
  /**
   * All that a client can change, as text: roles with their passwords' hashes and memberships, and each database with its
   * owner, rights, definitions and rows. Two dumps are the same exactly when nothing of that differs.
   */
  dump(): Promise<string>;
}

const superuser = 'postgres';

/** Starts a PostgreSQL server with an empty database `postgres`; ready in about two seconds. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const { host = '127.0.0.1', tls } = options;
  const found = await findPostgres(options);
  return withRun('postgres', options, async (run) => {
    const [port = 0] = await findFreePorts(1, host);
    const admin = { user: superuser, password: randomBytes(12).toString('hex') };
    const user = serverUser();
    const binaries = await binariesFor(found, run.folder, user);
    const tlsFiles = tls === undefined ? undefined : tlsFilesIn(run.folder, user);
    if (tls !== undefined && tlsFiles !== undefined) await writeTlsFiles(tlsFiles, tls);
    const cluster = await initialise(run, binaries, admin.password, user);

    const login = { host, port, ...admin };
    const server = await run.launch({
      name: 'postgres',
      command: join(binaries, 'postgres'),
      args: ['-D', cluster, ...settings(host, port, tlsFiles).flatMap((setting) => ['-c', setting])],
      user,
      isReady: async () => (await inSession(login, (query) => query('select 1'))).length === 1,
      endingSignal: 'SIGINT', // a killed one leaves its shared memory to the machine
    });
    const service = assembleService({ run, servers: [server], host, port, tlsFiles });
    return { ...service, admin, ...helpers(login) };
  });
}

/** Makes the files of an empty server; gives their folder. */
async function initialise(run: Run, binaries: string, password: string, user: number | undefined): Promise<string> {
  const cluster = join(run.data, 'cluster');
  const passwordFile = join(run.data, 'password');
  await mkdir(cluster, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) {
    await chmod(run.folder, 0o711); // the server must come through to its data
    await chown(cluster, user, user);
    await chown(passwordFile, user, user);
  }
  const args = ['-D', cluster, '-U', superuser, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync'];
  args.push('--encoding=UTF8', '--locale=C', '--no-instructions');
  const { exitCode, stdout, stderr } = await runCommand(join(binaries, 'initdb'), args, { cwd: run.data, user });
  if (exitCode !== 0) throw new Error(`initdb ended with exit code ${exitCode}: ${stdout}${stderr}`);
  await writeFile(join(cluster, 'pg_hba.conf'), 'host all all 0.0.0.0/0 scram-sha-256\n');
  return cluster;
}

function settings(host: string, port: number, tlsFiles: TlsFiles | undefined): readonly string[] {
  return [
    `listen_addresses=${host}`,
    `port=${port}`,
    'unix_socket_directories=',
    'shared_buffers=16MB',
    'max_connections=60',
    'jit=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    // The data die with the service: only a crash of the machine could lose them before.
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'dynamic_shared_memory_type=mmap', // in the data folder, so that even a killed server leaves less behind
    'log_connections=on',
    ...(tlsFiles === undefined
      ? []
      : ['ssl=on', `ssl_cert_file=${tlsFiles.certificate}`, `ssl_key_file=${tlsFiles.key}`]),
  ];
}

function helpers(login: PostgresLogin): Pick<Postgres, 'query' | 'createRole' | 'createDatabase' | 'dump'> {
  const query = (sql: string, database?: string) => inSession({ ...login, database }, (run) => run(sql));
  return {
    query,
    createRole: async (name, password) => {
      await query(`create role ${escapeIdentifier(name)} login password ${escapeLiteral(password)}`);
    },
    createDatabase: async (name, owner) => {
      await query(`create database ${escapeIdentifier(name)} owner ${escapeIdentifier(owner)}`);
    },
    dump: () => dumpServer(login),
  };
}
