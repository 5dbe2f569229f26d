import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CommandResult, runCommand } from '@ixn/control-plane';
import { inject } from 'vitest';

/** The command line as people have it: `kubectl ixn` with the bundle on the PATH. */
export interface Plugin {
  /** A folder of its own, for files that a test makes. */
  readonly folder: string;
  /** `kubectl ixn ...` as the administrator, with further environment variables. */
  run(args: readonly string[], environment?: Readonly<Record<string, string>>, stdin?: string): Promise<CommandResult>;
}

/** Puts the bundle on a PATH. It runs on the Node that npm was started with: people have another one than these tests. */
export function installPlugin(): Plugin {
  const { kubeconfig, kubectlPath, pluginBundle } = inject('controlPlane');
  const folder = mkdtempSync(join(tmpdir(), 'ixn-plugin-'));
  const kubeconfigPath = join(folder, 'kubeconfig.yaml');
  writeFileSync(kubeconfigPath, kubeconfig, { mode: 0o600 });
  symlinkSync(pluginBundle, join(folder, 'kubectl-ixn'));
  chmodSync(pluginBundle, 0o755);
  const node = dirname(process.env['npm_node_execpath'] ?? process.execPath);
  const path = [folder, node, process.env['PATH']].join(':');
  return {
    folder,
    run: (args, environment = {}, stdin) =>
      runCommand(kubectlPath, ['ixn', ...args], {
        env: { ...process.env, PATH: path, KUBECONFIG: kubeconfigPath, ...environment },
        ...(stdin !== undefined && { stdin }),
      }),
  };
}
