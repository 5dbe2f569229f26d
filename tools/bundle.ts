// node tools/bundle.ts APP: bundles apps/APP into one file, dist/APP.mjs, for Node.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundle-options.ts';

const [app = ''] = process.argv.slice(2);
const outfile = resolve(import.meta.dirname, '..', 'dist', `${app}.mjs`);

await build(bundleOptions(app, outfile));
console.log(`dist/${app}.mjs ${(statSync(outfile).size / 1024).toFixed(0)} KiB`);
