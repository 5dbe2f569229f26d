import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Postgres } from '@ixn/backing-services';
import type { ProvisionOutcome, ProvisionProgram, ProvisionSettings } from '@ixn/operator';
import { build } from 'esbuild';
import { bundleOptions } from '../../../tools/bundle-options.ts';

/** What to provision on a server, as its superuser unless said otherwise. */
export function settingsFor(postgres: Postgres, overrides: Partial<ProvisionSettings> = {}): ProvisionSettings {
  return {
    host: postgres.host,
    port: postgres.port,
    database: 'ixn-100',
    sslMode: 'disable',
    ca: undefined,
    role: { user: 'ixn-role', password: 'right' },
    admin: postgres.admin,
    roleSecret: 'ixn-db-secret-100',
    adminSecret: 'pg-admin',
    ...overrides,
  };
}

/** How a run of the program ended. */
export interface ProgramEnd {
  /** Null where it was killed. */
  readonly exitCode: number | null;
  readonly lastWords: string;
  readonly output: string;
}

/** The program that the Jobs run, as a process of its own. */
export interface Program {
  /** Runs it; `onStart` is told its process id. */
  run(settings: ProvisionSettings, onStart?: (pid: number) => void): Promise<ProgramEnd>;
  /** The same in this process. */
  provision(settings: ProvisionSettings): Promise<ProvisionOutcome>;
  remove(): Promise<void>;
}

/** Bundles the program as the operator's image has it. */
export async function bundleProgram(): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'ixn-provision-'));
  const bundle = join(folder, 'provision.mjs');
  await build(bundleOptions('operator', bundle, 'provision/main.ts'));
  const start = `import('${bundle}').then(async (it) => { process.exitCode = await it.runProvision(process.env); })`;
  const program: ProvisionProgram = await import(bundle);
  let runs = 0;
  return {
    provision: (settings) => program.provision(settings, () => undefined),
    run: async (settings, onStart = () => undefined) => {
      runs += 1;
      const own = join(folder, String(runs));
      const environment = await writeInputs(settings, own);
      const child = spawn(process.execPath, ['-e', start], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      if (child.pid !== undefined) onStart(child.pid);
      const output: string[] = [];
      child.stdout.on('data', (chunk) => output.push(String(chunk)));
      child.stderr.on('data', (chunk) => output.push(String(chunk)));
      const { promise, resolve } = Promise.withResolvers<number | null>();
      child.once('close', resolve);
      const exitCode = await promise;
      const lastWords = await readFile(environment.TERMINATION_LOG, 'utf8').catch(() => '');
      return { exitCode, lastWords, output: output.join('') };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Secrets as files and the rest in the environment, as the Job hands them on. */
async function writeInputs(settings: ProvisionSettings, folder: string) {
  for (const [name, login] of [
    ['db-secrets', settings.role],
    ['db-admin', settings.admin],
  ] as const) {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'username'), login.user);
    await writeFile(join(folder, name, 'password'), login.password);
  }
  if (settings.ca !== undefined) {
    await mkdir(join(folder, 'db-ca'));
    await writeFile(join(folder, 'db-ca', 'ca.crt'), settings.ca);
  }
  return {
    DB_HOST: settings.host,
    DB_PORT: String(settings.port),
    DB_NAME: settings.database,
    DB_SSL_MODE: settings.sslMode,
    DB_ROLE_SECRET: settings.roleSecret,
    DB_ADMIN_SECRET: settings.adminSecret,
    SECRETS_FOLDER: folder,
    TERMINATION_LOG: join(folder, 'last-words'),
  };
}

/** A dump in which salted hashes of passwords cannot be told apart. */
export async function dumpOf(postgres: Postgres): Promise<readonly string[]> {
  const dump = await postgres.dump();
  return dump.replaceAll(/SCRAM-SHA-256\$[^"]+/g, 'SCRAM').split('\n');
}

/** Takes away what a run has made. */
export async function forget(postgres: Postgres, { database, role }: ProvisionSettings): Promise<void> {
  await postgres.query(`drop database if exists "${database}" with (force)`);
  const [found] = await postgres.query(`select 1 from pg_roles where rolname = '${role.user}'`);
  if (found !== undefined) await postgres.query(`drop owned by "${role.user}"; drop role "${role.user}"`);
}
