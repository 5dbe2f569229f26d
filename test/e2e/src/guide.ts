import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ClusterFacts } from './cluster-facts.ts';
import { commandBlocks } from './command-blocks.ts';
import { execute } from './execute.ts';

const root = resolve(import.meta.dirname, '../../..');

/** A page of the docs, as somebody follows it in one shell. */
export interface Guide {
  /** Folder that the commands run in, with the files that they name. */
  readonly folder: string;
  /** Runs the commands below a heading as they stand there; what they said. Rejects when one of them fails. */
  follow(heading: string): Promise<string>;
}

export interface GuideOptions {
  readonly page: string;
  readonly folder: string;
  readonly facts: Pick<ClusterFacts, 'kubeconfig' | 'context'>;
  /** Variables that the page sets to what is the reader's own, and what they are here. */
  readonly own: Readonly<Record<string, string>>;
  /** What else the environment of the reader has. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Opens a page; its commands reach the cluster by the current context, and `kubectl ixn` is on the PATH. */
export async function openGuide({ page, folder, facts, own, environment }: GuideOptions): Promise<Guide> {
  const blocks = commandBlocks(readFileSync(join(root, page), 'utf8'));
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, readFileSync(facts.kubeconfig), { mode: 0o600 });
  await execute('kubectl', ['--kubeconfig', kubeconfig, 'config', 'use-context', facts.context]);
  const env = {
    ...process.env,
    ...environment,
    PATH: `${pluginFolder(folder)}:${process.env['PATH']}`,
    KUBECONFIG: kubeconfig,
  };
  const variables = join(folder, 'variables.sh');
  writeFileSync(variables, '');
  return {
    folder,
    follow: (heading) => {
      const commands = blocks.get(heading);
      if (commands === undefined) throw new Error(`${page} has no commands below "${heading}"`);
      const lines = commands.map((line) => withOwn(line, own));
      // Every variable is exported, so that the next step finds it.
      const script = ['set -aeuo pipefail', `. ${variables}`, ...lines, `export -p > ${variables}`].join('\n');
      return execute('bash', ['-c', script], { cwd: folder, env });
    },
  };
}

function withOwn(line: string, own: GuideOptions['own']): string {
  const [, name = ''] = /^([A-Z_]+)=/.exec(line) ?? [];
  const value = own[name];
  return value === undefined ? line : `${name}=${value}`;
}

/** A folder with the plugin in it, under the name by which kubectl finds it. */
function pluginFolder(folder: string): string {
  const bin = join(folder, 'bin');
  const plugin = join(bin, 'kubectl-ixn');
  mkdirSync(bin);
  writeFileSync(plugin, `#!/bin/sh\nexec node '${join(root, 'dist/kubectl-ixn.mjs')}' "$@"\n`);
  chmodSync(plugin, 0o755);
  return bin;
}
