import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, fillCache } from '@ixn/control-plane';
import type { ServiceOptions } from '../service.ts';

export interface CachedFolder {
  /** What it holds, in words, for those who wait for another process that makes it. */
  readonly title: string;
  /** Of the entry in the cache: changes with all that decides what lies in it. */
  readonly key: string;
  /** Of the folder in the entry. */
  readonly name: string;
  /** Makes the folder of that name in the workshop, which is private. */
  readonly make: (workshop: string) => Promise<void>;
}

/** A folder in the cache, made once however many processes ask, whole or not at all. Gives its absolute path. */
export async function cachedFolder(
  { title, key, name, make }: CachedFolder,
  { onProgress = () => undefined, signal }: ServiceOptions,
): Promise<string> {
  const cache = join(cacheFolder(), key);
  const folder = { name };
  await fillCache({
    cache,
    wanted: [folder],
    title,
    onProgress,
    signal,
    provide: async (_, workshop, keep) => {
      await make(workshop);
      await keep(folder);
    },
  });
  return join(cache, name);
}

/** A short hash over what files hold; one that is not there counts as empty. */
export async function hashOfFiles(paths: readonly string[], salt = ''): Promise<string> {
  const hash = createHash('sha256').update(salt);
  for (const path of paths) hash.update(await readFile(path).catch(() => ''));
  return hash.digest('hex').slice(0, 12);
}
