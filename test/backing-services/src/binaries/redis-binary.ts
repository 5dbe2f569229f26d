import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@ixn/control-plane';
import type { ServiceOptions } from '../service.ts';
import { cachedFolder, hashOfFiles } from './cached-folder.ts';
import { unpackDebianPackage } from './debian-packages.ts';
import { foundOnPath } from './found-on-path.ts';

export interface RedisBinary {
  readonly path: string;
  /** Names where its libraries lie. */
  readonly env: NodeJS.ProcessEnv;
}

/** The first release whose cluster bus may be on any port. */
const oldestMajor = 7;

/** Finds a Redis server: on the PATH, in the cache, or among the packages of a Debian or Ubuntu, unpacked into the cache. */
export async function findRedis(options: ServiceOptions): Promise<RedisBinary> {
  const onPath = await foundOnPath('redis-server');
  if (onPath !== undefined && (await isUsable(onPath, process.env))) return { path: onPath, env: process.env };

  const make = async (workshop: string) => {
    await unpackDebianPackage('redis-server', workshop, options).catch((error: unknown) => {
      throw new Error(`${missingWords}: ${String(error)}`, { cause: error });
    });
  };
  // The packages fit the release of the distribution that they are made for.
  const key = `redis-${await hashOfFiles(['/etc/os-release'], process.arch)}`;
  const root = await cachedFolder({ title: 'Redis', key, name: 'root', make }, options);
  const path = join(root, 'usr/bin/redis-server');
  const env = { ...process.env, LD_LIBRARY_PATH: await libraryPath(root) };
  if (!(await isUsable(path, env))) throw new Error(`${missingWords}: ${path} is none`);
  return { path, env };
}

const missingWords =
  `there is no redis-server ${oldestMajor} or newer on the PATH, and none among the packages of the distribution ` +
  '(looked up with apt-get); install Redis';

/** Both of the places where a distribution has libraries: apart by architecture, and not. */
async function libraryPath(root: string): Promise<string> {
  const folders = ['lib', 'usr/lib'].map((folder) => join(root, folder));
  const below = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      return entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
    }),
  );
  return [...folders, ...below.flat()].join(':');
}

async function isUsable(path: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const { stdout } = await runCommand(path, ['--version'], { env });
  return Number(/v=(\d+)/.exec(stdout)?.[1] ?? 0) >= oldestMajor;
}
