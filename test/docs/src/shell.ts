import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll, startGuard } from '@ixn/control-plane';

/** What a command said, on both of its outputs, and how it ended. */
export interface Said {
  readonly exitCode: number;
  readonly output: string;
}

/** A command that goes on in a terminal of its own. */
export interface Terminal {
  /** What it has said so far. */
  readonly output: () => string;
}

/** The shell of a reader: folder and exported variables stay from one command to the next. */
export interface Shell {
  run(command: string): Promise<Said>;
  /**
   * Starts a command that stays, in a terminal of its own, and resolves when it has said the text. What it tells to `export`
   * is exported for all commands that follow, as a reader would copy that line.
   */
  start(command: string, until: string): Promise<Terminal>;
  /** Ends what stays, as Ctrl-C would. */
  close(): Promise<void>;
}

export interface ShellOptions {
  /** Where it begins, and where files of its own go. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

const commandTimeoutMs = 60_000;
const endTimeoutMs = 20_000;

/** Opens a shell: bash, one process for each command. */
export function openShell({ folder, env }: ShellOptions): Shell {
  const state = join(folder, '.shell-state');
  writeFileSync(state, `cd '${folder}'\n`);
  // What a command exports and where it goes is written down when it has ended, and read before the next one.
  const remember = `trap 'status=$?; { export -p; printf "cd %q\\n" "$PWD"; } > "${state}"; exit $status' EXIT`;
  const terminals: ChildProcess[] = [];
  const guard = startGuard([folder]);
  const spawnBash = (command: string, setUp: string): ChildProcess => {
    const script = `. '${state}'; ${setUp}\nset -o pipefail\n${command}`;
    const child = spawn('bash', ['-c', script], {
      env,
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (child.pid !== undefined) guard.watch(child.pid);
    return child;
  };
  return {
    async run(command) {
      const child = spawnBash(command, remember);
      const output = collect(child);
      const timer = setTimeout(() => end(child, 'SIGKILL'), commandTimeoutMs);
      const exitCode = await ended(child);
      clearTimeout(timer);
      if (child.pid !== undefined) guard.forget(child.pid);
      return { exitCode, output: output() };
    },
    async start(command, until) {
      const child = spawnBash(command, '');
      terminals.push(child);
      const output = collect(child);
      await poll({ until: 'it ends or says it', timeoutMs: commandTimeoutMs }, async () =>
        output().includes(until) || hasEnded(child) ? true : undefined,
      ).catch(() => undefined);
      if (!output().includes(until)) throw new Error(`\`${command}\` does not say "${until}":\n${output()}`);
      const exported = output().match(/^\s*export \w+=\S+$/gm) ?? [];
      appendFileSync(state, exported.map((line) => `${line.trim()}\n`).join(''));
      return { output };
    },
    async close() {
      for (const child of terminals.toReversed()) {
        end(child, 'SIGINT');
        const timer = setTimeout(() => end(child, 'SIGKILL'), endTimeoutMs);
        await ended(child);
        clearTimeout(timer);
      }
      await guard.dismiss();
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
  }
  return () => text;
}

/** The exit status; 128 of a command that a signal ended. */
function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    if (hasEnded(child)) resolve(child.exitCode ?? 128);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 128));
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Signals a command and all that it has started. */
function end(child: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): void {
  if (child.pid === undefined || hasEnded(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
