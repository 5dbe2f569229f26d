import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program under measurement. */
export interface MeasuredProcess {
  readonly pid: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The first line of its output that contains `text`, and when it came (ms since the epoch). Rejects when the program ends before. */
  untilLine(text: string): Promise<{ readonly line: string; readonly at: number }>;
  /** Ends it as a cluster would; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts a program. Its output is read, and kept up to its last lines, for what goes wrong. */
export function startProcess(command: string, args: readonly string[], env: NodeJS.ProcessEnv): MeasuredProcess {
  const startedAt = Date.now();
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} could not be started`);
  const lines: { readonly line: string; readonly at: number }[] = [];
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push({ line, at: Date.now() });
      if (lines.length > 2 * keptLines) lines.splice(keptLines / 2, keptLines);
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'exit');
  const end = () => child.kill('SIGKILL');
  process.on('exit', end);
  void ended.then(() => process.off('exit', end));
  return {
    pid,
    startedAt,
    untilLine: async (text) => {
      const found = Promise.withResolvers<{ readonly line: string; readonly at: number }>();
      const look = () => {
        const line = lines.find((candidate) => candidate.line.includes(text));
        if (line !== undefined) found.resolve(line);
      };
      waiting.add(look);
      look();
      const last = () => lines.map(({ line }) => line).slice(-10);
      void ended.then(() => found.reject(new Error(`${command} ended:\n${last().join('\n')}`)));
      return found.promise.finally(() => waiting.delete(look));
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** The first and last this many lines of output are kept. */
const keptLines = 200;
