import { execute } from './execute.ts';
import type { ClusterAccess } from './kubectl.ts';

/** Runs Helm against one cluster, whatever the environment says; its standard output. Rejects with what it said when it fails. */
export type Helm = (args: readonly string[]) => Promise<string>;

export interface HelmOptions {
  readonly signal?: AbortSignal | undefined;
  /** That of the PATH by default. */
  readonly program?: string;
  /** Folder of all that Helm keeps of its own; the user's own one by default. */
  readonly home?: string;
}

export function createHelm({ kubeconfig, context }: ClusterAccess, options: HelmOptions = {}): Helm {
  const { signal, program = 'helm', home } = options;
  const flags = ['--kubeconfig', kubeconfig, '--kube-context', context];
  const homes = { HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
  const env = { ...process.env, ...(home !== undefined && homes) };
  return (args) => execute(program, [...args, ...flags], { signal, env });
}

/** Values of the chart as flags. */
export function valueFlags(values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ['--set-json', `${name}=${JSON.stringify(value)}`]);
}
