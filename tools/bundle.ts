// node tools/bundle.ts APP: bundles apps/APP into one file, dist/APP.mjs, for Node.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleInParts } from './bundle-in-parts.ts';
import { appsInParts, bundledSubcommands, bundleOptions } from './bundle-options.ts';
import { type Lock, sbomOf } from './bundle-sbom.ts';

const [app = ''] = process.argv.slice(2);
const root = resolve(import.meta.dirname, '..');
mkdirSync(resolve(root, 'dist'), { recursive: true });

const inputs = await bundle(app, 'main.ts');
for (const part of bundledSubcommands[app] ?? []) inputs.push(...(await bundle(`${app}-${part}`, `${part}/main.ts`)));

const lock: Lock = JSON.parse(readFileSync(resolve(root, 'package-lock.json'), 'utf8'));
const sbom = sbomOf(app, lock, inputs);
writeFileSync(resolve(root, 'dist', `${app}.mjs.cdx.json`), `${JSON.stringify(sbom, undefined, 2)}\n`);

/** Gives the paths of all files of which something is in the bundle. */
async function bundle(name: string, entry: string): Promise<string[]> {
  const outfile = resolve(root, 'dist', `${name}.mjs`);
  const options = bundleOptions(app, outfile, entry);
  const metafiles = appsInParts.includes(app)
    ? await bundleInParts(options)
    : [(await build({ ...options, metafile: true })).metafile];
  console.log(`dist/${name}.mjs ${(statSync(outfile).size / 1024).toFixed(0)} KiB`);
  return metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    ),
  );
}
