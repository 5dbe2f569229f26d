import { issueTls, type Postgres, startPostgres } from '@ixn/backing-services';
import { createAuthority } from '@ixn/control-plane';
import type { ProvisionSettings } from '@ixn/operator';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, forget, type Program, settingsFor } from '../src/provisioning.ts';

const authority = createAuthority('provisioning');
const stranger = createAuthority('stranger');
let plain: Postgres;
let encrypted: Postgres;
let program: Program;
beforeAll(async () => {
  const tls = issueTls(authority, { hosts: ['127.0.0.1'] });
  [plain, encrypted, program] = await Promise.all([startPostgres(), startPostgres({ tls }), bundleProgram()]);
  await plain.query("create role maker login createdb createrole password 'maker'");
  await plain.query("create role clerk login createdb password 'clerk'");
  await plain.query("create role smith login createrole password 'smith'");
  await plain.query("create role crowded login createdb createrole password 'crowded' connection limit 0");
  await plain.query("create role sleeper nologin password 'x'; create role boss superuser login password 'x'");
  await plain.query("create role past login password 'x' valid until '2020-01-01'");
  await plain.query("create role stranger login password 'x'");
  await plain.createDatabase('strange', 'stranger');
  await plain.query('create database mould is_template true');
});
afterAll(() => Promise.all([plain.stop(), encrypted.stop(), program.remove()]));

function login(user: string, password = user) {
  return { user, password };
}

/** The code of a failure, or what kind of outcome it was; the words never tell a user name or a password of a Secret. */
async function codeOf(postgres: Postgres, overrides: Partial<ProvisionSettings>): Promise<string> {
  const settings = settingsFor(postgres, { role: login('canary-user', 'canary-password'), ...overrides });
  const outcome = await program.provision(settings);
  expect(JSON.stringify(outcome)).not.toMatch(/canary/);
  return outcome.kind === 'failed' ? outcome.code : outcome.kind;
}

describe('provisioning says', () => {
  it.each<[string, string, Partial<ProvisionSettings>]>([
    ['DatabaseUnreachable', 'a port where nobody listens', { port: 1 }],
    ['DatabaseUnreachable', 'a host that nobody knows', { host: 'nowhere.invalid' }],
    ['DatabaseTlsFailed', 'a server that offers no TLS', { sslMode: 'require' }],
    ['AdminLoginFailed', 'a wrong password of the administrator', { admin: login('postgres', 'canary-wrong') }],
    ['AdminRightsMissing', 'an administrator who may create no role', { admin: login('clerk') }],
    ['AdminRightsMissing', 'an administrator who may create no database', { admin: login('smith') }],
    ['RoleUnsuitable', 'a role that may not log in', { role: login('sleeper', 'x') }],
    ['RoleUnsuitable', 'a role that is a superuser', { role: login('boss', 'canary-other') }],
    ['RoleLoginFailed', 'a role whose time is over', { role: login('past', 'x') }],
    ['DatabaseOwnedByOther', 'a database of somebody else', { database: 'strange' }],
    ['DatabaseOwnedByOther', 'a database that others copy', { database: 'mould' }],
    ['DatabaseServerFailed', 'a server that takes no more connections', { admin: login('crowded') }],
  ])('%s of %s', async (code, _, overrides) => {
    expect(await codeOf(plain, overrides)).toBe(code);
    await forget(plain, settingsFor(plain, { role: login('canary-user') }));
  });

  it('DatabaseServerFailed of a server that asks for a way to log in that no client here has, and not its stack', async () => {
    // AuthenticationGSS.
    const asksForGss = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write('R\0\0\0\x08\0\0\0\x07', 'latin1'));
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    asksForGss.listen(0, '127.0.0.1', resolve);
    await promise;
    const address = asksForGss.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { exitCode, lastWords, output } = await program.run(settingsFor(plain, { port }));
    asksForGss.close();
    expect(exitCode).toBe(1);
    expect(lastWords).toMatch(/^DatabaseServerFailed: .* answers in a way that is not understood/);
    expect(output.trimEnd().split('\n')).toHaveLength(1);
  });

  it('DatabaseBusy of a template that somebody else is connected to', async () => {
    const held = plain.query('select pg_sleep(8)', 'template1');
    expect(await codeOf(plain, {})).toBe('DatabaseBusy');
    await held;
    await forget(plain, settingsFor(plain, { role: login('canary-user') }));
  });

  it('CredentialsUnusable and RoleUnsuitable of Secrets that no login can be made of, before it asks anybody', async () => {
    for (const [words, overrides] of [
      ['CredentialsUnusable: the password in Secret ixn-db-secret-100 is empty', { role: login('a', '') }],
      ['CredentialsUnusable: the password in Secret pg-admin has a control', { admin: login('a', 'x\n') }],
      ['CredentialsUnusable: the user name in Secret ixn-db-secret-100 has more', { role: login('a'.repeat(64)) }],
      ['RoleUnsuitable: Secrets ixn-db-secret-100 and pg-admin name one role', { role: login('a'), admin: login('a') }],
    ] as const) {
      const { exitCode, lastWords } = await program.run(settingsFor(plain, overrides));
      expect({ exitCode, lastWords: lastWords.slice(0, words.length) }).toEqual({ exitCode: 1, lastWords: words });
    }
  });

  it('nothing of an administrator who is no superuser but may create roles and databases', async () => {
    const settings = settingsFor(plain, { admin: login('maker'), role: login('made', 'one') });
    expect((await program.provision(settings)).kind).toBe('done');
    const rotated = await program.provision({ ...settings, role: login('made', 'two') });
    expect(rotated).toMatchObject({ kind: 'done', steps: [expect.stringContaining('changed the password')] });
    await plain.query('drop database "ixn-100"');
  });
});

describe('provisioning over TLS', () => {
  const { certificate } = authority;
  it.each<[string, Partial<ProvisionSettings>]>([
    ['done', { sslMode: 'require' }],
    ['done', { sslMode: 'verify-ca', ca: certificate }],
    ['done', { sslMode: 'verify-full', ca: certificate }],
    ['done', { sslMode: 'verify-ca', ca: certificate, host: 'localhost' }],
    ['DatabaseTlsFailed', { sslMode: 'verify-full', ca: certificate, host: 'localhost' }],
    ['DatabaseTlsFailed', { sslMode: 'verify-ca', ca: stranger.certificate }],
    ['DatabaseTlsFailed', { sslMode: 'verify-full' }],
  ])('is %s with %j', async (code, overrides) => {
    expect(await codeOf(encrypted, overrides)).toBe(code);
    await forget(encrypted, settingsFor(encrypted, { role: login('canary-user') }));
  });

  it('is DatabaseTlsFailed with a certificate that has expired', async () => {
    await encrypted.useCertificate(issueTls(authority, { hosts: ['127.0.0.1'], validity: 'expired' }));
    expect(await codeOf(encrypted, { sslMode: 'verify-ca', ca: certificate })).toBe('DatabaseTlsFailed');
  });
});
