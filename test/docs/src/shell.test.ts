import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShell, type Shell } from './shell.ts';

describe('the shell of a reader', () => {
  let folder: string;
  let shell: Shell;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ixn-shell-'));
    mkdirSync(join(folder, 'below'));
    shell = openShell({ folder, env: process.env });
  });

  afterEach(async () => {
    await shell.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps folder and exported variables from one command to the next', async () => {
    await shell.run('cd below');
    await shell.run('export WORD="two words"');
    const { output } = await shell.run('echo "$WORD in $(basename "$PWD")"');
    expect(output).toBe('two words in below\n');
  });

  it('gives the exit status and both outputs of a command, and fails with any part of a pipe', async () => {
    expect(await shell.run('echo out; echo err >&2; exit 3')).toEqual({ exitCode: 3, output: 'out\nerr\n' });
    expect(await shell.run('false | cat')).toEqual({ exitCode: 1, output: '' });
  });

  it('goes on when a command in a terminal of its own has said its word, with what that tells to export', async () => {
    await shell.start('echo "  export PLACE=/tmp/there"; echo ready; exec sleep 600', 'ready');
    expect(await shell.run('echo $PLACE')).toEqual({ exitCode: 0, output: '/tmp/there\n' });
  });

  it('tells what a command said that ended in its terminal without its word', async () => {
    await expect(shell.start('echo "no such folder"; exit 1', 'ready')).rejects.toThrow('no such folder');
  });
});
