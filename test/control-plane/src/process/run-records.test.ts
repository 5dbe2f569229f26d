import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { poll } from '../poll.ts';
import { type ProcessIdentity, identify, identifySelf, isAlive } from './process-identity.ts';
import { cleanUpDeadRuns, writeRunRecord } from './run-records.ts';

const deadOwner: ProcessIdentity = { pid: 4_000_000, startedAt: '1' };

describe('cleanUpDeadRuns', () => {
  let folder = '';
  let child: ChildProcess;
  let left: ProcessIdentity;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'records-'));
    child = spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    left = await poll({ until: 'the process runs', timeoutMs: 5_000 }, async () => identify(child.pid ?? 0));
    await mkdir(join(folder, 'data'));
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  function record(owner: ProcessIdentity, processes: readonly ProcessIdentity[]): void {
    writeRunRecord(join(folder, 'runs', 'run.json'), { owner, processes, removable: [join(folder, 'data')] });
  }

  it('kills what a dead run left, removes its files and forgets it', async () => {
    record(deadOwner, [left]);
    expect(await cleanUpDeadRuns(join(folder, 'runs'))).toBe(1);
    await poll({ until: 'the process is gone', timeoutMs: 5_000 }, async () => (isAlive(left) ? undefined : true));
    await expect(access(join(folder, 'data'))).rejects.toThrow('ENOENT');
    expect(await readdir(join(folder, 'runs'))).toEqual([]);
  });

  it('leaves a run alone whose owner lives', async () => {
    record(identifySelf(), [left]);
    expect(await cleanUpDeadRuns(join(folder, 'runs'))).toBe(0);
    expect(isAlive(left)).toBe(true);
    await access(join(folder, 'data'));
  });

  it('leaves a process alone that got the id of one that ended', async () => {
    record(deadOwner, [{ ...left, startedAt: 'long ago' }]);
    expect(await cleanUpDeadRuns(join(folder, 'runs'))).toBe(0);
    expect(isAlive(left)).toBe(true);
  });

  it('has nothing to do before the first run', async () => {
    expect(await cleanUpDeadRuns(join(folder, 'none'))).toBe(0);
  });
});
