import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, fillCache, runCommand } from '@ixn/control-plane';
import type { ServiceOptions } from '../service.ts';
import { unpackDebianPackages } from './debian-packages.ts';
import { foundOnPath } from './found-on-path.ts';

export interface RedisBinary {
  readonly path: string;
  /** Names where its libraries lie. */
  readonly env: NodeJS.ProcessEnv;
}

/** The first release whose cluster bus may be on any port. */
const oldestMajor = 7;

/** Finds a Redis server: on the PATH, in the cache, or among the packages of a Debian or Ubuntu, unpacked into the cache. */
export async function findRedis({ onProgress = () => undefined, signal }: ServiceOptions): Promise<RedisBinary> {
  const onPath = await foundOnPath('redis-server');
  if (onPath !== undefined && (await isUsable(onPath, process.env))) return { path: onPath, env: process.env };

  // The packages fit the release of the distribution that they are made for.
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const key = createHash('sha256').update(`${process.arch}\n${release}`).digest('hex').slice(0, 12);
  const cache = join(cacheFolder(), `redis-${key}`);
  const root = { name: 'root' };
  await fillCache({
    cache,
    wanted: [root],
    title: 'Redis',
    onProgress,
    signal,
    provide: async (_, workshop, keep) => {
      const unpacked = unpackDebianPackages({ packages: ['redis-server'], into: workshop, onProgress, signal });
      await unpacked.catch((error: unknown) => {
        throw new Error(`${missingWords}: ${String(error)}`, { cause: error });
      });
      await keep(root);
    },
  });
  const path = join(cache, root.name, 'usr/bin/redis-server');
  const env = { ...process.env, LD_LIBRARY_PATH: await libraryPath(join(cache, root.name)) };
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
