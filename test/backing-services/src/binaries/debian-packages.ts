import { mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { ServiceOptions } from '../service.ts';
import { runStep } from './step.ts';

/**
 * Unpacks a Debian package, with those that it needs and the machine has not, into the folder `root` of `workshop`. It needs
 * no rights and changes nothing of the machine; apt verifies what it downloads by the distribution's signatures. Rejects
 * where there is no apt.
 */
export async function unpackDebianPackage(name: string, workshop: string, options: ServiceOptions): Promise<string> {
  const { onProgress = () => undefined, signal } = options;
  const title = `installing ${name} from the distribution's packages`;
  onProgress(title);
  const inWorkshop = (folder: string) => join(workshop, folder);
  const [root, downloads] = [inWorkshop('root'), inWorkshop('downloads')];
  await Promise.all(['root', 'downloads', 'lists', 'cache'].map((folder) => mkdir(inWorkshop(folder))));
  const run = (command: string, args: readonly string[]) =>
    runStep({ command, args, cwd: downloads, title, onProgress, signal });
  // Lists of our own: the machine's may be missing or too old to download by, and are not ours to renew.
  const places = [`Dir::State::lists=${inWorkshop('lists')}`, `Dir::Cache=${inWorkshop('cache')}`];
  const apt = (...args: readonly string[]) =>
    run('apt-get', [...[...places, 'Debug::NoLocking=1'].flatMap((option) => ['-o', option]), ...args]);
  await apt('-qq', 'update');
  const simulated = await apt('-s', '--no-install-recommends', 'install', name);
  const missing = [...simulated.matchAll(/^Inst (\S+)/gm)].map(([, each]) => each ?? '');
  await apt('-qq', 'download', ...missing);
  for (const file of await readdir(downloads)) await run('dpkg-deb', ['-x', join(downloads, file), root]);
  await keepLinksInside(root);
  return root;
}

/** Links from the root of the machine would lead out of the folder. */
async function keepLinksInside(root: string): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  for (const entry of entries.filter((each) => each.isSymbolicLink())) {
    const path = join(entry.parentPath, entry.name);
    const target = await readlink(path);
    if (!isAbsolute(target)) continue;
    await rm(path);
    await symlink(join(root, target), path);
  }
}
