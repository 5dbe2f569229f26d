import { parseArgs } from 'node:util';

/** How `npm run e2e` runs. */
export interface Options {
  /** Leave the cluster, and say how to reach it. */
  readonly keep: boolean;
  /** Use the cluster of the current kubeconfig context instead of making one. */
  readonly useCurrentContext: boolean;
  /** Worker nodes of the new cluster, beside its control plane. */
  readonly workers: number;
  /** Which test files run, as Vitest takes them; all without any. */
  readonly filters: readonly string[];
}

export type OptionsResult =
  | { readonly kind: 'options'; readonly options: Options }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'invalid'; readonly problem: string };

const help = `npm run e2e -- [OPTIONS] [FILTERS]: the operator on a real cluster, made with kind and removed afterwards.

  --nodes N               worker nodes beside the control plane, 0 to 9 (default 0)
  --keep                  leave the cluster, and say how to reach it and how to remove it
  --use-current-context   use the cluster of the current kubeconfig context; what was made in it is removed afterwards
  FILTERS                 parts of the names of the test files to run (default: all)

KIND_NODE_IMAGE names the node image, where kind's own choice will not do.
`;

/** Reads the command line. */
export function readOptions(args: readonly string[]): OptionsResult {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        keep: { type: 'boolean', default: false },
        'use-current-context': { type: 'boolean', default: false },
        nodes: { type: 'string', default: '0' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { kind: 'help', text: help };
    if (!/^[0-9]$/.test(values.nodes)) return { kind: 'invalid', problem: '--nodes must be a number from 0 to 9' };
    const { keep, 'use-current-context': useCurrentContext } = values;
    return {
      kind: 'options',
      options: { keep, useCurrentContext, workers: Number(values.nodes), filters: positionals },
    };
  } catch (error) {
    return { kind: 'invalid', problem: error instanceof Error ? error.message : String(error) };
  }
}
