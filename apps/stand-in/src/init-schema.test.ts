import { connections, type Workload } from '@ixn/connections';
import { describe, expect, it } from 'vitest';
import { initSchema, planSchema } from './init-schema.ts';
import { freePort } from './loopback.testing.ts';

const folder = '/mnt/env-secrets/db-secrets';
const database = { DB_HOST: '127.0.0.1', DB_PORT: '1', DB_NAME: 'ixn-100' };
const credentials = { username: 'ixn', password: 'canary-4711' };
const secrets = { [folder]: credentials };

function plan(
  role: Workload | undefined,
  environment: Readonly<Record<string, string>>,
  folders: Readonly<Record<string, Readonly<Record<string, string>>>> = secrets,
) {
  return planSchema(role, connections, { environment, readFolder: (path) => folders[path] });
}

describe('the database whose schema is made', () => {
  it('is the one that the variables and files of the role say', () => {
    const endpoints = [{ host: '127.0.0.1', port: 1 }];
    const read = { kind: 'plan', database: { endpoints, database: 'ixn-100', credentials } };
    expect(plan('ixnServer', database)).toMatchObject({ ...read, role: 'ixnServer', row: 16 });
    expect(plan('ixnNode', database)).toMatchObject({ ...read, role: 'ixnNode', row: 17 });
  });

  it('is found without a role, as IXN Node is told more than its database', () => {
    expect(plan(undefined, database)).toMatchObject({ role: 'ixnServer' });
    expect(plan(undefined, { ...database, IXN_HOST: 'ixn', IXN_PORT: '2' })).toMatchObject({ role: 'ixnNode' });
  });

  it.each([
    ['ixnVQNode', database, secrets, 'ixnVQNode has no database'],
    ['ixnServer', {}, secrets, 'connection 16 is not configured'],
    ['ixnServer', { DB_HOST: 'a' }, secrets, 'connection 16: DB_PORT must be a port from 1 to 65535'],
    ['ixnServer', { DB_HOST: 'a', DB_PORT: '1' }, secrets, 'connection 16: DB_NAME is missing'],
    ['ixnServer', database, {}, `connection 16: there are no credentials in ${folder}`],
    [
      'ixnServer',
      database,
      { [folder]: { username: 'u', password: '' } },
      `connection 16: ${folder}/password is missing or empty`,
    ],
  ] as const)('of %s is not there with %j and the files %j', (role, environment, folders, problem) => {
    expect(plan(role, environment, folders)).toEqual({ kind: 'invalid', problems: [problem] });
  });
});

describe('making a schema', () => {
  it('says why not where the database server is not there, and nothing of the password', async () => {
    const port = await freePort();
    const read = plan('ixnNode', { ...database, DB_PORT: String(port) });
    if (read.kind === 'invalid') throw new Error(read.problems.join());
    const said = `connection 17 to 127.0.0.1:${port} does not work: ECONNREFUSED`;
    expect(await initSchema(read, new AbortController().signal)).toEqual({ ok: false, said });
  });
});
