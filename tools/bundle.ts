// node tools/bundle.ts APP: bundles apps/APP into one file, dist/APP.mjs, for Node 24.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleTrims } from './bundle-trims.ts';

const root = resolve(import.meta.dirname, '..');
const [app = ''] = process.argv.slice(2);
const outfile = resolve(root, 'dist', `${app}.mjs`);

await build({
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
});
console.log(`dist/${app}.mjs ${(statSync(outfile).size / 1024).toFixed(0)} KiB`);
