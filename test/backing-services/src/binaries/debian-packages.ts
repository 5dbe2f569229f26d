import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runStep } from './step.ts';

export interface DebianPackagesOptions {
  readonly packages: readonly string[];
  /** A folder of ours alone; the packages come to lie in `into`/root. */
  readonly into: string;
  readonly onProgress: (step: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Unpacks Debian packages, with those that they need and the machine has not, into a folder. It needs no rights and changes
 * nothing of the machine; apt verifies what it downloads by the distribution's signatures. Rejects where there is no apt.
 */
export async function unpackDebianPackages(options: DebianPackagesOptions): Promise<string> {
  const { packages, into, onProgress, signal } = options;
  const title = `installing ${packages.join(', ')} from the distribution's packages`;
  const run = (command: string, args: readonly string[], cwd: string) =>
    runStep({ command, args, cwd, title, onProgress, signal });
  const [lists, cache, downloads, root] = ['lists', 'cache', 'downloads', 'root'].map((name) => join(into, name));
  if (lists === undefined || cache === undefined || downloads === undefined || root === undefined) return into;
  await Promise.all([lists, cache, downloads, root].map((folder) => mkdir(folder, { recursive: true })));
  // Lists of our own: the machine's may be missing or too old to download by, and are not ours to renew.
  const own = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`, '-o', 'Debug::NoLocking=1'];
  await run('apt-get', [...own, '-qq', 'update'], downloads);
  const simulated = await run('apt-get', [...own, '-s', '--no-install-recommends', 'install', ...packages], downloads);
  const missing = [...simulated.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '');
  await run('apt-get', [...own, '-qq', 'download', ...missing], downloads);
  for (const file of await readdir(downloads)) {
    await run('dpkg-deb', ['-x', join(downloads, file), root], downloads);
  }
  return root;
}
