import { resolve } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { bundleTrims } from './bundle-trims.ts';

const root = resolve(import.meta.dirname, '..');

/** How apps/APP is bundled into one file for Node 24. */
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
    // Packages written for CommonJS ask for `require` and their own place.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  } satisfies BuildOptions;
}
