import { issueTls, type Postgres, startPostgres } from '@ixn/backing-services';
import { createAuthority } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PostgresqlDependency } from '../dependency.ts';
import { errorCode } from '../error-code.ts';
import { createSchema } from './postgresql-session.ts';
import { exchangeOnce, openSession } from './session.testing.ts';

const authority = createAuthority('tests');
let postgres: Postgres;

beforeAll(async () => {
  postgres = await startPostgres({ tls: issueTls(authority, { hosts: ['localhost'] }) });
  await postgres.createRole('ixn', 'right');
  await postgres.createDatabase('ixn-100', 'ixn');
});
afterAll(() => postgres.stop());

function database(changes: Partial<PostgresqlDependency> = {}): PostgresqlDependency {
  const { host, port } = postgres;
  return {
    kind: 'postgresql',
    endpoints: [{ host, port }],
    database: 'ixn-100',
    credentials: { username: 'ixn', password: 'right' },
    tls: undefined,
    keepAliveDelayMs: 1_000,
    ...changes,
  };
}

async function makeSchema(): Promise<void> {
  const ending = new AbortController();
  await createSchema(database(), ending.signal);
  ending.abort();
}

describe('a session with PostgreSQL', () => {
  it('finds no table before there is a schema, which is made once and never replaced', async () => {
    expect(await exchangeOnce(database())).toBe('42P01');
    await makeSchema();
    expect(await exchangeOnce(database())).toBe('wrote row 1 of 1 in ixn-100');
    const before = await postgres.dump();
    await makeSchema();
    expect(await postgres.dump()).toBe(before);
  });

  it('writes a row of its own, updates it, and deletes those of whoever is long gone', async () => {
    await postgres.query(`update interactions set seen_at = now() - interval '2 days', pod = 'gone'`, 'ixn-100');
    const session = await openSession(database());
    await session.exchange();
    await session.exchange();
    const rows = await postgres.query('select role, pod, seen_at > begun_at as seen from interactions', 'ixn-100');
    expect(rows).toEqual([{ role: 'ixnNode', pod: 'pod-0', seen: true }]);
  });

  it('notices when the server ends it', async () => {
    const session = await openSession(database());
    await postgres.halt();
    expect(errorCode(await session.lost.catch((error: unknown) => error))).not.toBe('UNKNOWN');
    expect(await exchangeOnce(database())).toBe('ECONNREFUSED');
    await postgres.resume();
    expect(await exchangeOnce(database())).toContain('wrote row');
  });

  it.each([
    ['a wrong password', { credentials: { username: 'ixn', password: 'wrong' } }, '28P01'],
    ['a missing database', { database: 'ixn-101' }, '3D000'],
  ])('is not opened with %s', async (_, changes, code) => {
    expect(await exchangeOnce(database(changes))).toBe(code);
  });

  it('is verified as its TLS mode says', async () => {
    const { port } = postgres;
    const byName = [{ host: 'localhost', port }];
    const named = { verified: 'authority and name', authority: authority.certificate } as const;
    const written = expect.stringContaining('wrote row');
    expect(await exchangeOnce(database({ endpoints: byName, tls: named }))).toEqual(written);
    expect(await exchangeOnce(database({ tls: named }))).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await exchangeOnce(database({ tls: { ...named, verified: 'authority' } }))).toEqual(written);
    const strange = { ...named, authority: createAuthority('other').certificate };
    expect(await exchangeOnce(database({ endpoints: byName, tls: strange }))).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(await exchangeOnce(database({ tls: { verified: 'nothing' } }))).toEqual(written);
  });
});
