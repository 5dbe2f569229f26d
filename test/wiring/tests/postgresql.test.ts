import { type Postgres, issueTls, startPostgres } from '@ixn/backing-services';
import { type DependencyCheck, secretOf } from '@ixn/dependency-checks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOf, reasonOf, verdictOf } from '../src/check.ts';
import { allCertificates, allInTurn, authority, brokenInTurn, certificatesInTurn, longMs } from '../src/failures.ts';

describe('PostgreSQL (rows 16 and 17)', () => {
  let plain: Postgres;
  let encrypted: Postgres;
  beforeAll(async () => {
    [plain, encrypted] = await Promise.all([startPostgres(), startPostgres({ tls: issueTls(authority) })]);
    await Promise.all([plain, encrypted].map((postgres) => postgres.createRole('ixn', 'right')));
    await Promise.all([plain, encrypted].map((postgres) => postgres.createDatabase('ixn-100', 'ixn')));
  });
  afterAll(() => Promise.all([plain.stop(), encrypted.stop()]));

  interface Login {
    readonly username?: string;
    readonly password?: string;
    readonly database?: string;
  }

  function login(
    port: number,
    { username = 'ixn', password = 'right', database = 'ixn-100' }: Login = {},
  ): DependencyCheck {
    const credentials = { username: secretOf(username), password: secretOf(password) };
    return checkOf(port, { kind: 'postgresql', login: { ...credentials, database } });
  }

  it(
    'is told apart from one that is stopped, hangs, or is elsewhere, and is seen to be back',
    async () => {
      expect(await brokenInTurn(plain, login(plain.port))).toEqual(allInTurn);
    },
    longMs,
  );

  it(
    'is asked without a login, too',
    async () => {
      expect(await brokenInTurn(plain, checkOf(plain.port, { kind: 'postgresql' }))).toEqual(allInTurn);
    },
    longMs,
  );

  it.each([
    ['a wrong password', { password: 'canary' }, 'PasswordRejected'],
    ['a user that is none', { username: 'canary' }, 'PasswordRejected'],
    ['a database that is missing', { database: 'ixn-101' }, 'DatabaseMissing'],
  ])('says what is wrong with %s', async (_, wrong, reason) => {
    const verdict = await verdictOf(login(plain.port, wrong));
    expect(verdict).toMatchObject({ state: 'AuthenticationFailed', reason });
    expect(verdict.message).not.toContain('canary');
  });

  it('says that the user may not connect to the database, and sees when it may', async () => {
    await plain.query('revoke connect on database "ixn-100" from public, ixn');
    expect(await reasonOf(login(plain.port))).toBe('LoginRefused');
    await plain.query('grant connect on database "ixn-100" to ixn');
    expect(await reasonOf(login(plain.port))).toBe('Answers');
  });

  it('sees a password that was changed', async () => {
    await plain.query(`alter role ixn password 'new'`);
    expect(await reasonOf(login(plain.port))).toBe('PasswordRejected');
    expect(await reasonOf(login(plain.port, { password: 'new' }))).toBe('Answers');
    await plain.query(`alter role ixn password 'right'`);
  });

  it(
    'is known by its certificate',
    async () => {
      // A server that is asked politely speaks without TLS as well.
      const expected = { ...allCertificates, withoutTls: 'Answers' };
      expect(await certificatesInTurn(encrypted, login(encrypted.port))).toEqual(expected);
    },
    longMs,
  );

  it('is not expected to speak TLS when it does not', async () => {
    expect(await reasonOf({ ...login(plain.port), tls: { mode: 'require' } })).toBe('TlsNotOffered');
  });

  it('leaves no session behind', async () => {
    await reasonOf(login(plain.port));
    const sessions = () =>
      plain.query(`select 1 from pg_stat_activity where application_name = 'interaction-server-operator'`);
    await expect.poll(sessions).toHaveLength(0);
  });
});
