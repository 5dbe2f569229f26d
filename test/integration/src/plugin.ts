import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type CommandResult, runCommand } from '@ixn/control-plane';
import { inject } from 'vitest';

/** The command line as people have it: `kubectl ixn` with the bundle on the PATH. */
export interface Plugin {
  /** A folder of its own, for files that a test makes. */
  readonly folder: string;
  /** `kubectl ixn ...` as the administrator, with further environment variables. */
  run(args: readonly string[], environment?: Readonly<Record<string, string>>, stdin?: string): Promise<CommandResult>;
  /** The same for a command that goes on until it is ended. Whoever starts it ends it. */
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): RunningPlugin;
}

/** A command that goes on. */
export interface RunningPlugin {
  /** Standard output and error so far. */
  readonly output: () => string;
  /** Ends it as Ctrl-C does. Gives its exit status. */
  interrupt(): Promise<number | null>;
}

/** Puts the bundle on a PATH. It runs on the Node that npm was started with: people have another one than these tests. */
export function installPlugin(): Plugin {
  const node = dirname(process.env['npm_node_execpath'] ?? process.execPath);
  const { pluginBundle } = inject('controlPlane');
  const folder = newFolder();
  symlinkSync(pluginBundle, join(folder, 'kubectl-ixn'));
  chmodSync(pluginBundle, 0o755);
  return pluginIn(folder, [node, process.env['PATH'] ?? '']);
}

/** Makes the program that has a Node in it, and puts it on a PATH on which nothing else is. */
export function installExecutable(): Plugin {
  const folder = newFolder();
  const args = ['tools/single-executable.ts', 'kubectl-ixn', join(folder, 'kubectl-ixn')];
  execFileSync(process.execPath, args, { cwd: resolve(import.meta.dirname, '../../..'), stdio: 'ignore' });
  return pluginIn(folder, []);
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ixn-plugin-'));
}

/** `kubectl ixn` with a PATH of this folder and others. */
function pluginIn(folder: string, others: readonly string[]): Plugin {
  const { kubeconfig, kubectlPath } = inject('controlPlane');
  const kubeconfigPath = join(folder, 'kubeconfig.yaml');
  writeFileSync(kubeconfigPath, kubeconfig, { mode: 0o600 });
  const path = [folder, ...others].join(':');
  const environmentWith = (further: Readonly<Record<string, string>>) => {
    return { ...process.env, PATH: path, KUBECONFIG: kubeconfigPath, ...further };
  };
  return {
    folder,
    run: (args, environment = {}, stdin) =>
      runCommand(kubectlPath, ['ixn', ...args], {
        env: environmentWith(environment),
        ...(stdin !== undefined && { stdin }),
      }),
    start: (args, environment = {}) => startCommand(kubectlPath, ['ixn', ...args], environmentWith(environment)),
  };
}

function startCommand(command: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningPlugin {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const ended = once(child, 'exit');
  return {
    output: () => output,
    async interrupt() {
      child.kill('SIGINT');
      const [code]: (number | null)[] = await ended;
      return code ?? null;
    },
  };
}
