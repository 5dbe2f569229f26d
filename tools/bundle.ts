// node tools/bundle.ts APP: bundles apps/APP into one file, dist/APP.mjs, for Node.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { bundledSubcommands, bundleOptions } from './bundle-options.ts';

const [app = ''] = process.argv.slice(2);

await bundle(app, 'main.ts');
for (const part of bundledSubcommands[app] ?? []) await bundle(`${app}-${part}`, `${part}/main.ts`);

async function bundle(name: string, entry: string): Promise<void> {
  const outfile = resolve(import.meta.dirname, '..', 'dist', `${name}.mjs`);
  await build(bundleOptions(app, outfile, entry));
  console.log(`dist/${name}.mjs ${(statSync(outfile).size / 1024).toFixed(0)} KiB`);
}
