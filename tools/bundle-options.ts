import { resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
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
  minifyIdentifiers: true,
  banner: { js: `${requireInModule} const module = { exports: {} };` },
} as const satisfies BuildOptions;

type OwnOptions = Omit<BuildOptions, 'entryPoints' | 'outfile'>;

const ownOptions: Readonly<Record<string, OwnOptions>> = { 'kubectl-ixn': forPeople };

/** Apps that people wait for: their files have all that not every start needs apart. */
export const appsInParts: readonly string[] = Object.keys(ownOptions);

/** Parts of an app that a run of their own loads: each is a bundle of its own beside the app's, as `APP-PART.mjs`. */
export const bundledSubcommands: Readonly<Record<string, readonly string[]>> = { operator: ['provision'] };

/** Keeps the parts out of the bundle of the app. */
function subcommands(app: string): readonly Plugin[] {
  return (bundledSubcommands[app] ?? []).map((part) => ({
    name: `subcommand-${part}`,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^[.]/${part}/main[.]ts$`) }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${app}-${part}.mjs`, external: true } : undefined,
      );
    },
  }));
}

/** How apps/APP is bundled into one file for Node, a module; `entry` is where it begins, below its src. */
export function bundleOptions(app: string, outfile: string, entry = 'main.ts') {
  return {
    entryPoints: [resolve(root, 'apps', app, 'src', entry)],
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
    plugins: [bundleTrims, ...subcommands(app)],
    banner: { js: requireInModule },
    ...ownOptions[app],
  } satisfies BuildOptions;
}
