import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from './guard.ts';
import { type ProcessIdentity, identify } from './process-identity.ts';
import { killGroup } from './run-records.ts';

export interface ManagedProcess {
  readonly name: string;
  readonly identity: ProcessIdentity;
  /** Why it ended, in words; undefined while it runs. */
  ended(): string | undefined;
  /** Resolves when it has ended. */
  readonly exited: Promise<void>;
  /** Sends a signal to the process, e.g. SIGSTOP. */
  signal(signal: NodeJS.Signals): void;
  /** Kills it and waits until it is gone. */
  kill(): Promise<void>;
  /** The last lines of its log. */
  lastLogLines(count: number): Promise<string>;
}

export interface ManagedProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Output is appended to it. */
  readonly logPath: string;
  readonly cwd: string;
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Another user and group, by number, which only root may choose. */
  readonly user?: number | undefined;
  readonly guard: Guard;
}

/** Starts a process that dies with us: it leads a group of its own, and the guard knows of it. */
export function startManagedProcess(options: ManagedProcessOptions): ManagedProcess {
  const { name, guard, logPath, env, user } = options;
  const log = openSync(logPath, 'a');
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env,
    uid: user,
    gid: user,
    detached: true, // a Ctrl-C in our terminal reaches us alone; we decide what ends when
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const { pid } = child;
  let ended: string | undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      ended = error.message;
      resolve();
    });
    child.once('exit', (code, signal) => {
      ended = signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
      if (pid !== undefined) guard.forget(pid);
      resolve();
    });
  });
  if (pid !== undefined) guard.watch(pid);
  return {
    name,
    // Without an id it was never started: `ended` soon says why.
    identity: (pid === undefined ? undefined : identify(pid)) ?? { pid: pid ?? 0, startedAt: 'never' },
    ended: () => ended,
    exited,
    signal: (signal) => void child.kill(signal),
    kill: async () => {
      if (ended === undefined && pid !== undefined) killGroup(pid);
      await exited;
    },
    lastLogLines: async (count) => {
      const text = await readFile(logPath, 'utf8').catch(() => '');
      return text.trimEnd().split('\n').slice(-count).join('\n');
    },
  };
}

export interface ReadinessOptions {
  readonly process: ManagedProcess;
  readonly isReady: () => Promise<boolean>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const pollIntervalMs = 50;
const shownLogLines = 15;

/** Waits until the process is ready. Rejects, with the end of its log, when it ends before or takes too long. */
export async function awaitReady({ process, isReady, timeoutMs, signal }: ReadinessOptions): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await isReady().catch(() => false))) {
    signal?.throwIfAborted();
    const end = process.ended();
    const late = performance.now() > deadline;
    if (end !== undefined || late) {
      const reason = end ?? `it was not ready after ${timeoutMs / 1000} s`;
      const log = await process.lastLogLines(shownLogLines);
      throw new Error(`${process.name} did not start: ${reason}. The end of its log:\n${log}`);
    }
    await sleep(pollIntervalMs, undefined, { signal });
  }
}
