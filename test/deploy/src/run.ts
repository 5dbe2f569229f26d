import { type CommandResult, runCommand } from '@ixn/control-plane';
import { inject } from 'vitest';

const { helm: helmPath, helmHome, kubectl: kubectlPath, kubeconfigPath } = inject('deployTools');

/** Helm as the administrator of the control plane; gives what it says on standard output, throws what it complains of. */
export function helm(args: readonly string[]): Promise<string> {
  const homes = { HELM_CACHE_HOME: helmHome, HELM_CONFIG_HOME: helmHome, HELM_DATA_HOME: helmHome };
  return run(helmPath, args, { ...process.env, ...homes, KUBECONFIG: kubeconfigPath });
}

/** kubectl as the same, likewise. */
export function kubectl(args: readonly string[], stdin?: string): Promise<string> {
  return run(kubectlPath, ['--kubeconfig', kubeconfigPath, ...args], process.env, stdin);
}

/** The same of a kubectl that may fail or warn: all that it says. */
export function attemptKubectl(args: readonly string[], stdin?: string): Promise<CommandResult> {
  return runCommand(kubectlPath, ['--kubeconfig', kubeconfigPath, ...args], { stdin });
}

async function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv, stdin?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await runCommand(program, args, { env, stdin });
  if (exitCode !== 0) throw new Error(`${args.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}
