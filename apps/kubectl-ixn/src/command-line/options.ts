import type { Option } from './command.ts';

/** Options of every command that asks a cluster; they are kubectl's own. */
export const clusterOptions: readonly Option[] = [
  { name: 'namespace', short: 'n', value: 'NAME', help: 'namespace; that of the kubeconfig context when absent' },
  { name: 'context', value: 'NAME', help: 'context of the kubeconfig; the current one when absent' },
  { name: 'kubeconfig', value: 'FILE', help: 'kubeconfig; KUBECONFIG or ~/.kube/config when absent' },
];

export const helpOption: Option = { name: 'help', short: 'h', help: 'show this help' };

/** Where a resource is read from. */
export const fileOption: Option = {
  name: 'filename',
  short: 'f',
  value: 'FILE',
  multiple: true,
  required: true,
  help: 'file with InteractionServers, YAML or JSON; - for standard input; may be given several times',
};

export function outputOption(choices: readonly string[], help: string): Option {
  return { name: 'output', short: 'o', value: choices.join('|'), choices, help };
}
