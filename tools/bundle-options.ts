import { resolve } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { bundleTrims } from './bundle-trims.ts';

const root = resolve(import.meta.dirname, '..');

/** Packages written for CommonJS ask for `require` and their own place. */
const requireInModule =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/**
 * How a program differs from those that run as long as their container: people run it on a Node of their own, and wait for it.
 * As CommonJS each part of it, and of Node, is loaded when it is needed; as a module all of Node's parts would be at the start.
 */
const forPeople = {
  target: 'node20',
  format: 'cjs',
  banner: { js: `${requireInModule} const module = { exports: {} };` },
} as const satisfies BuildOptions;

const ownOptions: Readonly<Record<string, BuildOptions>> = { 'kubectl-ixn': forPeople };

/** How apps/APP is bundled into one file for Node, a module. */
export function bundleOptions(app: string, outfile: string) {
  return {
    entryPoints: [resolve(root, 'apps', app, 'src', 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Names stay, for stacks that can be read; the rest of the text would stay in memory for as long as the process runs.
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: 'linked',
    legalComments: 'linked',
    logLevel: 'warning',
    plugins: [bundleTrims],
    banner: { js: requireInModule },
    ...ownOptions[app],
  } satisfies BuildOptions;
}
