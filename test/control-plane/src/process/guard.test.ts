import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { poll } from '../poll.ts';
import { type ProcessIdentity, identify, isAlive } from './process-identity.ts';

/** Starts a sleeper under guard, one that the guard was told to forget, and writes down their ids. */
const program = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { startGuard } from ${JSON.stringify(join(import.meta.dirname, 'guard.ts'))};
const [folder] = process.argv.slice(1);
const guard = startGuard([folder + '/data']);
const sleeper = () => spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' }).pid;
const watched = sleeper();
const forgotten = sleeper();
guard.watch(watched);
guard.watch(forgotten);
guard.forget(forgotten);
writeFileSync(folder + '/pids', [watched, forgotten, guard.pid].join(' ') + '\\n');
process.on('SIGTERM', async () => { await guard.dismiss(); process.exit(0); });
setInterval(() => {}, 1000);
`;

async function gone(process: ProcessIdentity): Promise<void> {
  await poll({ until: `process ${process.pid} is gone`, timeoutMs: 10_000 }, async () =>
    isAlive(process) ? undefined : true,
  );
}

describe('startGuard', () => {
  let folder = '';
  let parent: ChildProcess;
  let watched: ProcessIdentity;
  let forgotten: ProcessIdentity;
  let guard: ProcessIdentity;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guard-'));
    await mkdir(join(folder, 'data'));
    parent = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
      stdio: 'inherit',
      detached: true,
    });
    const identities = await poll({ until: 'the processes run', timeoutMs: 20_000 }, async () => {
      const text = await readFile(join(folder, 'pids'), 'utf8');
      return text.endsWith('\n')
        ? text
            .trim()
            .split(' ')
            .map((pid) => identify(Number(pid)))
        : undefined;
    });
    const [first, second, third] = identities;
    if (first === undefined || second === undefined || third === undefined) throw new Error('a process has ended');
    [watched, forgotten, guard] = [first, second, third];
  });
  afterEach(async () => {
    parent.kill('SIGKILL');
    for (const { pid } of [watched, forgotten].filter(isAlive)) process.kill(pid, 'SIGKILL');
    await rm(folder, { recursive: true });
  });

  it('kills what it watches and removes its files when the whole process group of the parent is killed', async () => {
    process.kill(-(parent.pid ?? 0), 'SIGKILL');
    await gone(watched);
    await gone(guard);
    expect(isAlive(forgotten)).toBe(true);
    await expect(access(join(folder, 'data'))).rejects.toThrow('ENOENT');
  });

  it('goes without doing anything when it is dismissed', async () => {
    parent.kill('SIGTERM');
    await once(parent, 'exit');
    await gone(guard);
    expect(isAlive(watched)).toBe(true);
    await access(join(folder, 'data'));
  });
});
