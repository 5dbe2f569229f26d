import type { Binaries } from '../binaries/find-binaries.ts';
import type { Guard } from '../process/guard.ts';
import { type ManagedProcess, awaitReady, startManagedProcess } from '../process/managed-process.ts';
import { type ProcessIdentity, identify } from '../process/process-identity.ts';
import type { Credentials } from './api-client.ts';
import { createApiClient } from './api-client.ts';
import type { Component, ComponentName } from './components.ts';
import type { Layout } from './layout.ts';

/** Starts, watches and ends the processes of one control plane. */
export interface Supervisor {
  /** Resolves when the component says that it is ready; rejects with the end of its log when it does not. */
  start(component: Component, signal?: AbortSignal): Promise<void>;
  restart(name: ComponentName): Promise<void>;
  signal(name: ComponentName, signal: NodeJS.Signals): void;
  /** Ends all at once, without ceremony: their data dies with them. */
  killAll(): Promise<void>;
}

export interface SupervisorOptions {
  readonly binaries: Binaries;
  readonly layout: Layout;
  readonly guard: Guard;
  readonly credentials: Credentials;
  readonly onProgress: (step: string) => void;
  /** Called with all processes that run, the guard among them, whenever one was started. */
  readonly onStarted: (processes: readonly ProcessIdentity[]) => void;
}

const readyTimeoutMs = 60_000;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { binaries, layout, guard, credentials, onProgress } = options;
  const running = new Map<ComponentName, { readonly component: Component; readonly process: ManagedProcess }>();
  const expectedToEnd = new Set<ManagedProcess>();

  const get = (name: ComponentName) => {
    const entry = running.get(name);
    if (entry === undefined) throw new Error(`${name} was not started`);
    return entry;
  };

  const start = async (component: Component, signal?: AbortSignal) => {
    const { name, args, readiness } = component;
    const process = startManagedProcess({
      name,
      command: binaries[name],
      args,
      logPath: layout.logOf(name),
      cwd: layout.folder,
      guard,
    });
    running.set(name, { component, process });
    const guarding = identify(guard.pid);
    const identities = [...running.values()].map((entry) => entry.process.identity);
    options.onStarted(guarding === undefined ? identities : [...identities, guarding]);
    const request = createApiClient(`${readiness.scheme}://127.0.0.1:${readiness.port}`, credentials);
    const isReady = async () => (await request({ path: readiness.path, timeoutMs: 2_000 })).status === 200;
    await awaitReady({ process, isReady, timeoutMs: readyTimeoutMs, signal });
    void reportEnd(process);
  };

  const reportEnd = async (process: ManagedProcess) => {
    await process.exited;
    if (expectedToEnd.has(process)) return;
    const log = await process.lastLogLines(10);
    onProgress(`${process.name} is gone: ${process.ended()}. The end of its log:\n${log}`);
  };

  const kill = async (process: ManagedProcess) => {
    expectedToEnd.add(process);
    await process.kill();
  };

  return {
    start,
    restart: async (name) => {
      const { component, process } = get(name);
      await kill(process);
      await start(component);
    },
    signal: (name, signal) => get(name).process.signal(signal),
    killAll: async () => {
      await Promise.all([...running.values()].map((entry) => kill(entry.process)));
    },
  };
}
