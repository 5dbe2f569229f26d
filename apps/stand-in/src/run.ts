import { connections } from '@ixn/connections';
import type { Command } from './command-line.ts';
import { dial } from './dial.ts';
import { initSchema, planSchema } from './init-schema.ts';
import { listen } from './listen.ts';
import { type Log, logToFolder } from './log.ts';
import type { Surroundings } from './row-reader.ts';
import { serve } from './serve.ts';
import { readServerSettings } from './server-settings.ts';

export interface RunOptions {
  readonly surroundings: Surroundings;
  /** In a pod it is the pod's name. */
  readonly hostname: string;
  readonly log: Log;
}

/**
 * Does what is asked for and resolves with the exit code: what listens or sleeps does so until the signal. Rejects when a port
 * cannot be had.
 */
export async function run(command: Command, options: RunOptions, signal: AbortSignal): Promise<number> {
  const { surroundings, hostname, log } = options;
  switch (command.kind) {
    case 'serve': {
      const read = readServerSettings(command.role, connections, surroundings);
      if (read.kind === 'invalid') return failed(read.problems);
      const { logFolder } = command;
      const logged = logFolder === undefined ? log : logToFolder(logFolder, hostname, log);
      return await until(signal, await serve(read.settings, hostname, logged));
    }
    case 'listen': {
      const { name = hostname, ports, controlPort } = command;
      return await until(signal, await listen({ name, ports, controlPort }, log));
    }
    case 'init-schema': {
      const plan = planSchema(command.role, connections, surroundings);
      if (plan.kind === 'invalid') return failed(plan.problems);
      const { ok, said } = await initSchema(plan, signal);
      if (!ok) return failed([said]);
      log({ event: 'schema', said });
      return 0;
    }
    case 'dial': {
      const result = await dial(command);
      process.stdout.write(`${JSON.stringify(result)}\n`);
      return result.ok ? 0 : 1;
    }
    case 'sleep':
      log({ event: 'sleeping' });
      return await until(signal, stayAwake());
  }
}

/** Waits for the signal, then closes. */
async function until(signal: AbortSignal, running: { close(): Promise<void> }): Promise<number> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await running.close();
  return 0;
}

/** Keeps the process alive until it is closed; a pending promise alone does not. */
function stayAwake(): { close(): Promise<void> } {
  const timer = setInterval(() => undefined, 2 ** 30);
  return { close: async () => clearInterval(timer) };
}

function failed(problems: readonly string[]): number {
  process.stderr.write(`${problems.join('\n')}\n`);
  return 1;
}
