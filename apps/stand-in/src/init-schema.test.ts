import { connections, type Workload } from '@ixn/connections';
import { describe, expect, it } from 'vitest';
import { initSchema, planSchema } from './init-schema.ts';
import { freePort, startServer } from './loopback.testing.ts';

const folder = '/mnt/env-secrets/db-secrets';
const database = { DB_HOST: '127.0.0.1', DB_PORT: '1', DB_NAME: 'ixn-100' };
const credentials = { [folder]: { username: 'ixn\n', password: 'canary-4711' } };

function plan(
  role: Workload | undefined,
  environment: Readonly<Record<string, string>>,
  folders: Readonly<Record<string, Readonly<Record<string, string>>>> = credentials,
) {
  return planSchema(role, connections, { environment, readFolder: (path) => folders[path] });
}

describe('the database whose schema is made', () => {
  it('is the one that the variables and files of the role say', () => {
    const endpoint = { host: '127.0.0.1', port: 1 };
    const read = { kind: 'plan', endpoint, database: 'ixn-100', username: 'ixn' };
    expect(plan('ixnServer', database)).toEqual({ ...read, role: 'ixnServer', row: 16 });
    expect(plan('ixnNode', database)).toEqual({ ...read, role: 'ixnNode', row: 17 });
  });

  it('is found without a role, as IXN Node is told more than its database', () => {
    expect(plan(undefined, database)).toMatchObject({ role: 'ixnServer' });
    expect(plan(undefined, { ...database, IXN_HOST: 'ixn', IXN_PORT: '2' })).toMatchObject({ role: 'ixnNode' });
  });

  it.each([
    ['ixnVQNode', database, credentials, 'ixnVQNode has no database'],
    ['ixnServer', {}, credentials, 'connection 16 is not configured'],
    ['ixnServer', { DB_HOST: 'a' }, credentials, 'connection 16: DB_PORT must be a port from 1 to 65535'],
    ['ixnServer', { DB_HOST: 'a', DB_PORT: '1' }, credentials, 'connection 16: DB_NAME is missing'],
    ['ixnServer', database, {}, `connection 16: there are no credentials in ${folder}`],
    [
      'ixnServer',
      database,
      { [folder]: { username: 'u', password: '' } },
      `connection 16: ${folder}/password is missing or empty`,
    ],
  ] as const)('of %s is not there with %j and the files %j', (role, environment, folders, problem) => {
    expect(plan(role, environment, folders)).toEqual({ kind: 'invalid', problem });
  });
});

describe('making a schema', () => {
  async function make(port: number) {
    const read = plan('ixnNode', { ...database, DB_PORT: String(port) });
    if (read.kind === 'invalid') throw new Error(read.problem);
    return await initSchema(read, 5_000);
  }

  it('says what would be done where the database server can be reached, and nothing of the password', async () => {
    const { port } = await startServer();
    const said = `connection 17 to 127.0.0.1:${port} works: would make the schema of ixnNode in ixn-100 as ixn, unless there is one`;
    expect(await make(port)).toEqual({ ok: true, said });
  });

  it('says why not where it cannot', async () => {
    const port = await freePort();
    const said = `connection 17 to 127.0.0.1:${port} does not work: ECONNREFUSED`;
    expect(await make(port)).toEqual({ ok: false, said });
  });
});
