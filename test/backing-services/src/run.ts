import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Guard,
  type ProcessIdentity,
  cacheFolder,
  cleanUpDeadRuns,
  identify,
  identifySelf,
  startGuard,
  writeRunRecord,
} from '@ixn/control-plane';
import { type Server, type ServerSpec, launchServer } from './server.ts';
import type { ServiceOptions } from './service.ts';

/** What belongs to one service: its files, and the processes that die with us. */
export interface Run {
  /** Everything lies below it, the data in `data`, the logs in `logs`. */
  readonly folder: string;
  readonly data: string;
  readonly logs: string;
  readonly guard: Guard;
  /** Starts a server and resolves when it is ready. */
  launch(spec: ServerSpec): Promise<Server>;
  /** Ends all that was launched and removes every file. */
  close(): Promise<void>;
  /** Ends all that was launched and keeps the logs. */
  giveUp(): Promise<void>;
}

/**
 * Opens a run and does `work` in it. When that fails, all that was started is ended again, and what is thrown has the end of
 * the log in it; the logs are kept, unless the start was called off.
 */
export async function withRun<Result>(
  name: string,
  options: ServiceOptions,
  work: (run: Run) => Promise<Result>,
): Promise<Result> {
  const run = await openRun(name, options);
  try {
    return await work(run);
  } catch (error) {
    if (options.signal?.aborted) {
      await run.close();
      throw error;
    }
    await run.giveUp();
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`${name} did not start (logs: ${run.logs})\n${words}`, { cause: error });
  }
}

async function openRun(name: string, { signal }: ServiceOptions): Promise<Run> {
  const records = join(cacheFolder(), 'runs');
  await cleanUpDeadRuns(records);
  const folder = await mkdtemp(join(tmpdir(), `ixn-${name}-`));
  const [data, logs] = [join(folder, 'data'), join(folder, 'logs')];
  await Promise.all([mkdir(data), mkdir(logs)]);
  const record = join(records, `${randomUUID()}.json`);
  const guard = startGuard([folder, record]);
  const servers = new Set<Server>();
  const processes = new Map<string, ProcessIdentity>();
  const onStarted = (server: string, identity: ProcessIdentity) => {
    processes.set(server, identity);
    const guarding = identify(guard.pid);
    const all = [...processes.values(), ...(guarding === undefined ? [] : [guarding])];
    writeRunRecord(record, { owner: identifySelf(), processes: all, removable: [folder] });
  };
  const end = async () => {
    await Promise.all([...servers].map((server) => server.halt()));
    await guard.dismiss();
    await rm(record, { force: true });
  };
  const launch = async (spec: ServerSpec) => {
    const server = launchServer(spec, { folder, logs, guard, onStarted });
    servers.add(server);
    await server.resume(signal);
    return server;
  };
  const endWithout = async (path: string) => {
    await end();
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    folder,
    data,
    logs,
    guard,
    launch,
    close: () => endWithout(folder),
    giveUp: () => endWithout(data),
  };
}
