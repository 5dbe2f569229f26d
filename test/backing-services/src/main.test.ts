import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, cleanUpDeadRuns, isAlive, poll } from '@ixn/control-plane';
import { afterEach, describe, expect, it } from 'vitest';
import { leftOf, recordsOwnedBy } from './services.testing.ts';

describe('npm run backing-services', () => {
  let program: ChildProcess;
  let output = '';

  /** Runs it as the leader of a process group, as a shell does, until it says that it is ready. */
  async function run(...services: readonly string[]) {
    output = '';
    program = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...services], { detached: true });
    for (const stream of [program.stdout, program.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const pid = program.pid ?? 0;
    await poll({ until: 'it is ready', timeoutMs: 90_000 }, async () => {
      if (program.exitCode !== null) throw new Error(output);
      return output.includes('Ctrl-C stops them') ? true : undefined;
    });
    const records = await recordsOwnedBy(pid);
    expect(records).toHaveLength(services.length);
    expect(records.flatMap(({ processes }) => processes.filter(isAlive))).toHaveLength(2 * services.length);
    return { pid, records };
  }

  afterEach(async () => {
    program.kill('SIGKILL');
    await cleanUpDeadRuns(join(cacheFolder(), 'runs'));
  });

  it('prints where they listen, runs until Ctrl-C, ends with exit code 0 and leaves nothing', async () => {
    const { pid, records } = await run('postgres', 'redis', 'consul', 'kafka');
    for (const address of [/postgres:\/\/postgres:\w+@\S+/, /redis:\/\/\S+:\d+/, /http:\/\/\S+:\d+/, /kafka .*:\d+/]) {
      expect(output).toMatch(address);
    }
    const exit = once(program, 'exit');
    process.kill(-pid, 'SIGINT');
    expect(await exit).toEqual([0, null]);
    await expect.poll(() => leftOf(records), { timeout: 20_000 }).toEqual([]);
  });

  it('leaves nothing when its whole process group is killed', async () => {
    const { pid, records } = await run('postgres', 'redis');
    process.kill(-pid, 'SIGKILL');
    await expect.poll(() => leftOf(records), { timeout: 20_000 }).toEqual([]);
    expect(await recordsOwnedBy(pid)).toEqual([]);
  });

  it('is cleared away by the next start when even its guard was killed', async () => {
    const { pid, records } = await run('redis');
    const [, guard] = records[0]?.processes ?? [];
    process.kill(guard?.pid ?? 0, 'SIGKILL');
    const exit = once(program, 'exit');
    process.kill(-pid, 'SIGKILL');
    await exit;
    for (const { removable } of records) for (const path of removable) await access(path);
    expect(await cleanUpDeadRuns(join(cacheFolder(), 'runs'))).toBeGreaterThan(0);
    await expect.poll(() => leftOf(records), { timeout: 20_000 }).toEqual([]);
  });

  it('names the services that there are when it is asked for another', async () => {
    program = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'mongodb']);
    program.stderr?.on('data', (chunk: Buffer) => {
      output = chunk.toString();
    });
    expect(await once(program, 'close')).toEqual([2, null]);
    expect(output).toBe('there is no service mongodb; there are postgres, redis, consul, kafka\n');
  });
});
