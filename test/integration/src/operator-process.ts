import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

/** An operator in a process of its own, which can be killed and frozen. */
export interface OperatorProcess {
  /** Its log so far. */
  readonly log: () => string;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when it has ended, with its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Kills it, if it runs, and resolves when it is gone. */
  kill(): Promise<void>;
}

/** Loaded before the operator, whose own code knows nothing of tests. */
const endWithParent = new URL('end-with-parent.ts', import.meta.url).href;

/** Starts an operator, of the sources unless told otherwise; it dies with this process, however that ends. */
export function spawnOperator(
  kubeconfig: string,
  flags: readonly string[],
  bundle = inject('controlPlane').operatorBundle,
): OperatorProcess {
  const folder = mkdtempSync(join(tmpdir(), 'ixn-operator-'));
  const path = join(folder, 'kubeconfig.yaml');
  writeFileSync(path, kubeconfig, { mode: 0o600 });
  const endpoints = ['--http-host', '127.0.0.1', '--http-port', '0'];
  const child = spawn(process.execPath, ['--import', endWithParent, bundle, ...endpoints, ...flags], {
    env: { ...process.env, KUBECONFIG: path },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => (log += bytes.toString()));
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => {
    rmSync(folder, { recursive: true, force: true });
    return code ?? null;
  });
  return {
    log: () => log,
    signal: (signal) => void child.kill(signal),
    ended,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
