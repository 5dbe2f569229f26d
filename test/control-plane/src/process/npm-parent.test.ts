import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { poll } from '../poll.ts';
import { type ProcessIdentity, identify, isAlive } from './process-identity.ts';

/** Writes down that it runs, then that its npm is gone, and ends. */
const program = `
import { writeFileSync } from 'node:fs';
import { onNpmGone } from ${JSON.stringify(join(import.meta.dirname, 'npm-parent.ts'))};
onNpmGone(() => { writeFileSync(process.env.FOLDER + '/gone', ''); process.exit(0); });
writeFileSync(process.env.FOLDER + '/pid', process.pid + '\\n');
setInterval(() => {}, 1000);
`;

describe('onNpmGone', () => {
  let folder = '';
  let npm: ChildProcess | undefined;
  let script: ProcessIdentity | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'npm-parent-'));
  });
  afterEach(async () => {
    npm?.kill('SIGKILL');
    if (script !== undefined && isAlive(script)) process.kill(script.pid, 'SIGKILL');
    await rm(folder, { recursive: true });
  });

  /** A process that runs the program in a shell, as npm does. */
  async function runUnderNpm(shellLine: string): Promise<ProcessIdentity> {
    const { npm_lifecycle_event: _, ...env } = process.env;
    const line = JSON.stringify(shellLine);
    npm = spawn(
      process.execPath,
      ['-e', `require('node:child_process').spawn('sh', ['-c', ${line}], { stdio: 'inherit' })`],
      {
        stdio: 'inherit',
        env: { ...env, npm_lifecycle_event: 'start', NODE: process.execPath, PROGRAM: program, FOLDER: folder },
      },
    );
    script = await poll({ until: 'the script runs', timeoutMs: 20_000 }, async () => {
      const text = await readFile(join(folder, 'pid'), 'utf8');
      return text.endsWith('\n') ? identify(Number(text)) : undefined;
    });
    return script;
  }

  it.each([
    ['that stays between them', '"$NODE" --input-type=module -e "$PROGRAM"; true'],
    ['that the script replaces', 'exec "$NODE" --input-type=module -e "$PROGRAM"'],
  ])('calls back when npm is killed, with a shell %s', async (_, shellLine) => {
    const running = await runUnderNpm(shellLine);
    npm?.kill('SIGKILL');
    await poll({ until: 'the script has ended', timeoutMs: 20_000 }, async () => (isAlive(running) ? undefined : true));
    expect(await readFile(join(folder, 'gone'), 'utf8')).toBe('');
  });
});
