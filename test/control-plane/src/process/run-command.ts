import { spawn } from 'node:child_process';
import type { Guard } from './guard.ts';

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly stdin?: string | undefined;
  /** Another user and group, by number, which only root may choose. */
  readonly user?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For a command that runs for long: it is killed, with all that it started, when this process dies. */
  readonly guard?: Guard | undefined;
  /** Called with each piece of standard error as it comes, to show progress. */
  readonly onStderr?: ((text: string) => void) | undefined;
}

/**
 * Runs a command to its end and collects its output. A non-zero exit is a result, not an error; a process that was
 * ended by a signal has exit code 128. Rejects when the command cannot be started or `signal` aborts.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const { cwd, env, signal, guard, user } = options;
    const child = spawn(command, args, { cwd, env, signal, uid: user, gid: user, detached: guard !== undefined });
    if (child.pid !== undefined) guard?.watch(child.pid);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr.push(chunk);
      options.onStderr?.(chunk.toString());
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({
        exitCode: code ?? 128,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
    // A command that ends before it has read everything is its own affair: its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}
