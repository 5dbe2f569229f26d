// node tools/single-executable.ts APP [PATH]: makes one program of apps/APP and the Node that runs this, at PATH or else as
// dist/APP. It is for the platform that it is made on. https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { inject } from 'postject';
import { bundleOptions } from './bundle-options.ts';

/** Node's own mark of the place that tells it of a program in it. */
const sentinelFuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

const [app = '', executable = resolve(import.meta.dirname, '..', 'dist', app)] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'ixn-single-executable-'));
try {
  const main = join(folder, 'main.cjs');
  const blob = join(folder, 'main.blob');
  const config = join(folder, 'config.json');
  // Node runs what is in the program as CommonJS.
  await build({ ...bundleOptions(app, main), format: 'cjs', banner: {}, sourcemap: false, legalComments: 'none' });
  writeFileSync(
    config,
    JSON.stringify({ main, output: blob, disableExperimentalSEAWarning: true, useCodeCache: true }),
  );
  execFileSync(process.execPath, ['--experimental-sea-config', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  const copy = join(folder, app);
  copyFileSync(process.execPath, copy);
  await inject(copy, 'NODE_SEA_BLOB', readFileSync(blob), { sentinelFuse });
  rmSync(executable, { force: true });
  copyFileSync(copy, executable);
  chmodSync(executable, 0o755);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${relative(process.cwd(), executable)} ${(statSync(executable).size / 1024 ** 2).toFixed(0)} MiB`);
