import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { secretsFolder } from '@ixn/connections';
import { type ProvisionFailed, provisionFailed } from './provision-outcome.ts';

/** Somebody who logs in. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** What is to be provisioned, where, and by whom. */
export interface ProvisionSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly sslMode: (typeof sslModes)[number];
  /** Certificate of the server's authority, PEM; undefined for the system's own. */
  readonly ca: string | undefined;
  readonly role: Login;
  readonly admin: Login;
  /** Names of the Secrets, for words: what is in them is never told. */
  readonly roleSecret: string;
  readonly adminSecret: string;
}

const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;

/** Reads the settings from the environment and from the files of Secrets. Throws where they are not as the Job makes them. */
export async function readProvisionSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ProvisionSettings | ProvisionFailed> {
  const variable = (name: string): string => environment[name] || missing(name);
  // The other folder is for runs outside of a pod.
  const folder = environment['SECRETS_FOLDER'] ?? secretsFolder;
  const fileOf = (...path: readonly string[]) => readFile(join(folder, ...path), 'utf8');
  const loginOf = async (secret: string): Promise<Login> => {
    return { user: await fileOf(secret, 'username'), password: await fileOf(secret, 'password') };
  };
  const [roleSecret, adminSecret] = [variable('DB_ROLE_SECRET'), variable('DB_ADMIN_SECRET')];
  const [role, admin] = [await loginOf('db-secrets'), await loginOf('db-admin')];
  const problem = problemOf(role, roleSecret) ?? problemOf(admin, adminSecret);
  if (problem !== undefined) return provisionFailed('CredentialsUnusable', problem);
  if (role.user === admin.user) {
    const message = `Secrets ${roleSecret} and ${adminSecret} name one role: the database must have one of its own`;
    return provisionFailed('RoleUnsuitable', message);
  }
  const [port, sslMode] = [Number(variable('DB_PORT')), variable('DB_SSL_MODE')];
  return {
    host: variable('DB_HOST'),
    port,
    database: variable('DB_NAME'),
    sslMode: sslModes.find((mode) => mode === sslMode) ?? missing('DB_SSL_MODE'),
    ca: await fileOf('db-ca', 'ca.crt').catch(absent),
    role,
    admin,
    roleSecret,
    adminSecret,
  };
}

function missing(name: string): never {
  throw new Error(`the environment has no ${name} that can be used`);
}

/** PostgreSQL cuts names at 63 bytes, and would then speak of another role. */
const maxNameBytes = 63;
const maxPasswordBytes = 1024;

/** What no login can have, in words that tell nothing of it. */
function problemOf({ user, password }: Login, secret: string): string | undefined {
  for (const [what, text, maxBytes] of [
    ['user name', user, maxNameBytes],
    ['password', password, maxPasswordBytes],
  ] as const) {
    if (text === '') return `the ${what} in Secret ${secret} is empty`;
    if (Buffer.byteLength(text) > maxBytes) return `the ${what} in Secret ${secret} has more than ${maxBytes} bytes`;
    if (/\p{Cc}/u.test(text)) return `the ${what} in Secret ${secret} has a control character, such as a line break`;
  }
  return undefined;
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
