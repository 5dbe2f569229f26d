import { createAuthority } from '@ixn/control-plane';
import { Client, type ClientConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopAndLook } from '../services.testing.ts';
import { issueTls } from '../tls.ts';
import { type Postgres, startPostgres } from './start-postgres.ts';

describe('startPostgres', () => {
  const authority = createAuthority('postgres-authority');
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres({ tls: issueTls(authority) });
    await postgres.createRole('ada', 'enchantress');
    await postgres.createDatabase('ixn-100', 'ada');
  });
  afterAll(() => postgres.stop());

  interface Attempt {
    readonly password?: string;
    readonly database?: string;
    readonly ssl?: ClientConfig['ssl'];
  }

  /** Logs ada in and gives the answer to the question, or the code of the error. */
  async function ask(sql: string, attempt: Attempt = {}): Promise<unknown> {
    const { host, port } = postgres;
    const client = new Client({
      host,
      port,
      user: 'ada',
      password: 'enchantress',
      database: 'ixn-100',
      ...attempt,
    });
    try {
      await client.connect();
      return (await client.query(sql)).rows;
    } catch (error) {
      return error instanceof Error && 'code' in error ? error.code : error;
    } finally {
      await client.end();
    }
  }

  it('logs a role in to its database by its password, and refuses a wrong one and a missing database', async () => {
    expect(await ask('select current_user::text as name')).toEqual([{ name: 'ada' }]);
    expect(await ask('select 1', { password: 'wrong' })).toBe('28P01');
    expect(await ask('select 1', { database: 'ixn-200' })).toBe('3D000');
    expect(await ask('create role other')).toBe('42501');
  });

  it('hands the rows of the last statement to the superuser', async () => {
    expect(await postgres.query('select 1 as a; select 2 as b')).toEqual([{ b: 2 }]);
    expect(await postgres.query('select current_database()::text as name', 'ixn-100')).toEqual([{ name: 'ixn-100' }]);
  });

  it('answers nobody while it is halted, and has every row again when it resumes', async () => {
    await ask("create table kept (word text); insert into kept values ('here')");
    await postgres.halt();
    expect(await ask('select 1')).toBe('ECONNREFUSED');
    await postgres.resume();
    expect(await ask('select word from kept')).toEqual([{ word: 'here' }]);
  });

  it('dumps the same text until something changes', async () => {
    const before = await postgres.dump();
    expect(before).toContain('role {"rolname":"ada"');
    await ask('select 1');
    expect(await postgres.dump()).toBe(before);
    const after = new Set<string>();
    for (const change of [
      'create table other (id int primary key)',
      'insert into other values (1)',
      'create sequence numbers',
      `select nextval('numbers')`,
      `alter role ada password 'changed'`,
      'grant select on other to public',
    ]) {
      await postgres.query(change, 'ixn-100');
      after.add(await postgres.dump());
    }
    expect(after.size).toBe(6);
    await postgres.query(`alter role ada password 'enchantress'`);
  });

  it('shows the certificate that it is given', async () => {
    const verified = { ca: authority.certificate, servername: 'localhost' };
    const encrypted = 'select ssl from pg_stat_ssl where pid = pg_backend_pid()';
    expect(await ask(encrypted, { ssl: verified })).toEqual([{ ssl: true }]);
    expect(await ask(encrypted)).toEqual([{ ssl: false }]);
    await postgres.useCertificate(issueTls(authority, { validity: 'expired' }));
    expect(await ask('select 1', { ssl: verified })).toBe('CERT_HAS_EXPIRED');
    await postgres.useCertificate(issueTls(authority, { hosts: ['elsewhere.example'] }));
    expect(await ask('select 1', { ssl: verified })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    await postgres.useCertificate(issueTls(createAuthority('another')));
    expect(await ask('select 1', { ssl: verified })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('leaves no process, file or record when it stops', async () => {
    expect(await stopAndLook(postgres)).toEqual({ before: 3, after: [] });
  });
});
