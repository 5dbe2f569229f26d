import { execute } from './execute.ts';
import type { ClusterAccess } from './kubectl.ts';

/** Runs Helm against one cluster, whatever the environment says; its standard output. Rejects with what it said when it fails. */
export type Helm = (args: readonly string[]) => Promise<string>;

export function createHelm({ kubeconfig, context }: ClusterAccess, signal?: AbortSignal): Helm {
  const flags = ['--kubeconfig', kubeconfig, '--kube-context', context];
  return (args) => execute('helm', [...args, ...flags], { signal });
}

/** Values of the chart as flags. */
export function valueFlags(values: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(values).flatMap(([name, value]) => ['--set-json', `${name}=${JSON.stringify(value)}`]);
}
