import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Guard,
  type ManagedProcess,
  type ProcessIdentity,
  awaitReady,
  startManagedProcess,
} from '@ixn/control-plane';

/** A server process as it is started, again and again when need be. */
export interface ServerSpec {
  /** Also the name of its log. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Another user, by number, which only root may choose. */
  readonly user?: number | undefined;
  /** Whether it answers its clients; a rejection counts as no. */
  readonly isReady: () => Promise<boolean>;
  /** Ends it in good order; without one it is killed. */
  readonly endingSignal?: NodeJS.Signals;
}

/** One server process, which may be down. */
export interface Server {
  /** Ends it; its data stay. Nothing happens when it is down. */
  halt(): Promise<void>;
  /** Starts it again with the data that it left, and resolves when it is ready. */
  resume(signal?: AbortSignal): Promise<void>;
  /** Stops its work without ending it: connections stay open, and nothing answers. */
  freeze(): void;
  thaw(): void;
}

export interface ServerSurroundings {
  readonly folder: string;
  readonly logs: string;
  readonly guard: Guard;
  readonly onStarted: (name: string, identity: ProcessIdentity) => void;
}

const readyTimeoutMs = 60_000;
const endTimeoutMs = 5_000;

/** A server that is down at first. */
export function launchServer(spec: ServerSpec, { folder, logs, guard, onStarted }: ServerSurroundings): Server {
  const { name, command, args, env, user } = spec;
  let process: ManagedProcess | undefined;
  return {
    halt: async () => {
      if (process !== undefined) await end(process, spec.endingSignal);
      process = undefined;
    },
    resume: async (signal) => {
      process = startManagedProcess({
        name,
        command,
        args,
        env,
        user,
        logPath: join(logs, `${name}.log`),
        cwd: folder,
        guard,
      });
      onStarted(name, process.identity);
      await awaitReady({ process, isReady: spec.isReady, timeoutMs: readyTimeoutMs, signal });
    },
    freeze: () => process?.signal('SIGSTOP'),
    thaw: () => process?.signal('SIGCONT'),
  };
}

async function end(process: ManagedProcess, signal: NodeJS.Signals | undefined): Promise<void> {
  if (signal !== undefined) {
    process.signal('SIGCONT'); // a frozen one hears nothing
    process.signal(signal);
    await Promise.race([process.exited, sleep(endTimeoutMs, undefined, { ref: false })]);
  }
  await process.kill();
}
