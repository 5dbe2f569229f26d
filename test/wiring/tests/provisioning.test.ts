import { type Postgres, startPostgres } from '@ixn/backing-services';
import type { ProvisionOutcome, ProvisionSettings } from '@ixn/operator';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleProgram, dumpOf, forget, type Program, settingsFor } from '../src/provisioning.ts';
import { startStatementProxy } from '../src/statement-proxy.ts';

let postgres: Postgres;
let program: Program;
beforeAll(async () => {
  [postgres, program] = await Promise.all([startPostgres(), bundleProgram()]);
  // What was there before, and has to stay as it is.
  await postgres.createRole('resident', 'enchantress');
  await postgres.createDatabase('resident-db', 'resident');
  await postgres.query("create table kept (word text); insert into kept values ('here')", 'resident-db');
  await postgres.query('alter role resident set work_mem = 777; grant connect on database "resident-db" to pg_monitor');
});
afterAll(() => Promise.all([postgres.stop(), program.remove()]));
afterEach(() => forget(postgres, settingsFor(postgres)));

const done = (...steps: readonly string[]): ProvisionOutcome => ({ kind: 'done', steps });
const everything = done(
  'created the role of Secret ixn-db-secret-100',
  'created database ixn-100',
  'granted CREATE on database ixn-100',
  'granted CREATE on schema public of database ixn-100',
);

function run(overrides: Partial<ProvisionSettings> = {}): Promise<ProvisionOutcome> {
  return program.provision(settingsFor(postgres, overrides));
}

describe('provisioning', () => {
  it('makes role, database and grants, changes nothing that was there, and does nothing the second time', async () => {
    const before = await dumpOf(postgres);
    expect(await run()).toEqual(everything);
    const once = await dumpOf(postgres);
    expect(once).toEqual(expect.arrayContaining([...before]));
    const exact = await postgres.dump();
    expect(await run()).toEqual(done());
    expect(await postgres.dump()).toBe(exact);
  });

  it('gives the role what a workload needs, and nothing of the administrator', async () => {
    await run();
    const { role } = settingsFor(postgres);
    const [row] = await postgres.query(
      `select rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = '${role.user}'`,
    );
    expect(row).toEqual({
      rolcanlogin: true,
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      rolbypassrls: false,
    });
    const password = 'right';
    expect((await run({ role: { ...role, password } })).kind).toBe('done');
  });

  it('gives the same when eight run at once', async () => {
    await run();
    const alone = await dumpOf(postgres);
    await forget(postgres, settingsFor(postgres));
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => run()));
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 8 }, () => 'done'));
    expect(await dumpOf(postgres)).toEqual(alone);
  });

  it('gives one role to eight databases that are made at once', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `at-once-${index}`);
    const outcomes = await Promise.all(names.map((database) => run({ database })));
    expect(outcomes.map(({ kind }) => kind)).toEqual(names.map(() => 'done'));
    for (const database of names) await postgres.query(`drop database "${database}"`);
  });

  it('runs nothing as the administrator that the role has put into its database under a name of the system', async () => {
    await run();
    const { role } = settingsFor(postgres);
    const planted = [
      'has_schema_privilege(text, oid, text) returns boolean',
      'has_schema_privilege(name, oid, text) returns boolean',
      'has_database_privilege(text, oid, text) returns boolean',
      'has_database_privilege(text, text) returns boolean',
      'hashtext(text) returns integer',
    ].map(
      (signature) =>
        `create function public.${signature} language plpgsql as $$ begin raise exception 'planted'; end $$`,
    );
    await postgres.query(`set role "${role.user}"; ${planted.join('; ')}`, 'ixn-100');
    await postgres.query(`grant create on schema public to "${role.user}"`);
    await postgres.query(`set role "${role.user}"; ${planted.join('; ')}`);
    await postgres.query('alter database "ixn-100" set search_path = public, pg_catalog');
    await postgres.query('alter database postgres set search_path = public, pg_catalog');
    try {
      const changed = done('changed the password of the role of Secret ixn-db-secret-100');
      expect(await run({ role: { ...role, password: 'another' } })).toEqual(changed);
      await postgres.query(`revoke create on schema public from "${role.user}"`, 'ixn-100');
      const granted = done('granted CREATE on schema public of database ixn-100');
      expect(await run({ role: { ...role, password: 'another' } })).toEqual(granted);
    } finally {
      await postgres.query('alter database postgres reset search_path');
    }
  });

  it('quotes names, whatever is in them', async () => {
    const user = `o'brien "the" role; drop table kept`;
    const settings = { role: { user, password: `it's "quoted" \\ and more` } };
    expect((await run(settings)).kind).toBe('done');
    expect(await run(settings)).toEqual(done());
    await postgres.query('drop database "ixn-100"');
    await postgres.query(`drop role "o'brien ""the"" role; drop table kept"`);
  });

  it('understands passwords that are no ASCII as PostgreSQL itself does', async () => {
    const role = { user: 'ixn-role', password: 'pass\u00A0wörd\u00AD Ⅸ 漢字' };
    expect((await run({ role })).kind).toBe('done');
    expect(await run({ role: { ...role, password: 'pass wörd IX 漢字' } })).toEqual(done());
  });
});

describe('provisioning what exists', () => {
  const resident = { user: 'resident', password: 'enchantress' };
  afterEach(() => postgres.query("alter role resident password 'enchantress'"));

  it('changes nothing of a role and a database that are as they should be', async () => {
    const before = await postgres.dump();
    expect(await run({ role: resident, database: 'resident-db' })).toEqual(done());
    expect(await postgres.dump()).toBe(before);
  });

  it('changes the password of the role and nothing else when the Secret has another one', async () => {
    const [before, exact] = [await dumpOf(postgres), await postgres.dump()];
    const role = { ...resident, password: 'another' };
    const changed = done('changed the password of the role of Secret ixn-db-secret-100');
    expect(await run({ role, database: 'resident-db' })).toEqual(changed);
    expect(await dumpOf(postgres)).toEqual(before);
    expect(await postgres.dump()).not.toBe(exact);
    expect(await run({ role, database: 'resident-db' })).toEqual(done());
  });

  it('adds the rights that are missing on a database of the administrator', async () => {
    await postgres.createDatabase('ixn-100', 'postgres');
    await postgres.query('create table kept (id int); insert into kept values (1)', 'ixn-100');
    const before = await dumpOf(postgres);
    expect((await run()).kind).toBe('done');
    const after = await dumpOf(postgres);
    const gone = before.filter((line) => !after.includes(line));
    expect(gone.every((line) => line.includes('acl'))).toBe(true);
  });
});

describe('a run that is killed', () => {
  const longMs = 120_000;

  /** Runs the program and kills it at one statement, before or after that goes on to the server; false when it never came. */
  async function killAt(index: number, reaches: boolean, settings: ProvisionSettings): Promise<boolean> {
    let pid = 0;
    let seen = 0;
    const proxy = await startStatementProxy(postgres, () => {
      seen += 1;
      if (seen === index) process.kill(pid, 'SIGKILL');
      return seen < index || (seen === index && reaches);
    });
    try {
      const { exitCode } = await program.run({ ...settings, port: proxy.port }, (started) => {
        pid = started;
      });
      return exitCode === null;
    } finally {
      await proxy.close();
    }
  }

  it.each([
    ['before', false],
    ['after', true],
  ] as const)(
    'at any statement, %s the server has it, is made good by the next one',
    async (_, reaches) => {
      const settings = settingsFor(postgres);
      const before = await dumpOf(postgres);
      expect(await run()).toEqual(everything);
      const whole = await dumpOf(postgres);
      expect(whole).toEqual(expect.arrayContaining([...before]));
      let index = 1;
      for (; ; index += 1) {
        await forget(postgres, settings);
        if (!(await killAt(index, reaches, settings))) break;
        expect((await run()).kind).toBe('done');
        // Whole holds all that was there before.
        expect(await dumpOf(postgres)).toEqual(whole);
      }
      // Logins, looks, and four statements that change something.
      expect(index).toBeGreaterThan(15);
    },
    longMs,
  );

  it(
    'at any statement of a change of the password is made good, too',
    async () => {
      await run();
      const whole = await dumpOf(postgres);
      const { user } = settingsFor(postgres).role;
      let index = 1;
      for (; ; index += 1) {
        const settings = settingsFor(postgres, { role: { user, password: `password ${index}` } });
        if (!(await killAt(index, index % 2 === 0, settings))) break;
        expect((await program.provision(settings)).kind).toBe('done');
        expect(await program.provision(settings)).toEqual(done());
        expect(await dumpOf(postgres)).toEqual(whole);
      }
      expect(index).toBeGreaterThan(8);
    },
    longMs,
  );
});

describe('the program of the Jobs', () => {
  it('says what it did, or the code and the words of a failure, as its last words and by its exit status', async () => {
    const good = await program.run(settingsFor(postgres));
    expect(good).toMatchObject({ exitCode: 0, lastWords: expect.stringMatching(/^Provisioned: created the role/) });
    const bad = await program.run(
      settingsFor(postgres, { admin: { user: 'postgres', password: 'x' }, database: 'no' }),
    );
    expect(bad).toMatchObject({ exitCode: 1, lastWords: expect.stringMatching(/^AdminLoginFailed: /) });
  });

  it('leaves no password in its output, its last words or the log of the server', async () => {
    const password = 'canary-7f3a';
    const role = { user: 'ixn-role', password };
    await postgres.query("alter system set log_statement = 'all'");
    await postgres.query('select pg_reload_conf()');
    const runs = [
      await program.run(settingsFor(postgres, { role })),
      await program.run(settingsFor(postgres, { role: { ...role, password: `${password}-2` } })),
      await program.run(settingsFor(postgres, { role, admin: { user: 'postgres', password: `${password}-3` } })),
    ];
    const log = await readFile(join(postgres.folder, 'logs', 'postgres.log'), 'utf8');
    await postgres.query('alter system reset log_statement');
    await postgres.query('select pg_reload_conf()');
    expect(log).toContain('grant CREATE on schema');
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0, 1]);
    const told = [log, ...runs.flatMap(({ output, lastWords }) => [output, lastWords])].join('\n');
    for (const secret of [password, postgres.admin.password]) {
      expect(told).not.toContain(secret);
      expect(told).not.toContain(Buffer.from(secret).toString('base64'));
    }
    // To a superuser even the verifier can be kept out.
    expect(log).not.toContain('SCRAM-SHA-256$');
  });
});
