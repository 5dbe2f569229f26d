import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { environment } from '../../../tools/test-report.ts';
import { type Image, imageName } from './cluster-facts.ts';
import { execute } from './execute.ts';

const root = resolve(import.meta.dirname, '../../..');

/** What an upgrade starts from. */
export interface PreviousRelease {
  readonly version: string;
  readonly commit: string;
}

/** As previous-release.json names it. */
export const previousRelease: PreviousRelease = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../previous-release.json'), 'utf8'),
);

/**
 * Brings the release before, as the history of this clone has it, into a folder, and makes its image; gives the path of its chart.
 * It is bundled with the packages that are installed now.
 */
export async function buildPreviousRelease(folder: string, image: Image): Promise<string> {
  const { version, commit } = previousRelease;
  const archive = `${folder}.tar`;
  await execute('git', ['archive', '--output', archive, commit], { cwd: root }).catch((error: unknown) => {
    const what = `release ${version} (commit ${commit}, of test/e2e/previous-release.json) is not in the history of this clone`;
    throw new Error(`${what}: git fetch --unshallow brings all of it`, { cause: error });
  });
  mkdirSync(folder);
  await execute('tar', ['-xf', archive, '-C', folder]);
  linkPackages(folder);
  await execute('node', ['tools/bundle.ts', 'operator'], { cwd: folder, env: environment() });
  // Where the base image has none, the licence that `npm run image` has found.
  const license = 'dist/node.LICENSE.txt';
  if (existsSync(join(root, license))) cpSync(join(root, license), join(folder, license));
  await execute('docker', ['build', '--file', 'apps/operator/Dockerfile', '--tag', imageName(image), '.'], {
    cwd: folder,
  });
  return join(folder, 'deploy/chart/interaction-server-operator');
}

/** Has the folder find the packages of this clone, and rooms of its own. */
function linkPackages(folder: string): void {
  const installed = join(root, 'node_modules');
  const links = join(folder, 'node_modules');
  mkdirSync(join(links, '@ixn'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name !== '@ixn') symlinkSync(join(installed, name), join(links, name));
  }
  for (const rooms of ['apps', 'libs']) {
    for (const room of readdirSync(join(folder, rooms))) {
      const about = join(folder, rooms, room, 'package.json');
      if (!existsSync(about)) continue;
      const { name }: { readonly name: string } = JSON.parse(readFileSync(about, 'utf8'));
      symlinkSync(join(folder, rooms, room), join(links, name));
    }
  }
}
