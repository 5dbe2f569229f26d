import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../process/lock.ts';
import { isExecutable } from './user-folder.ts';

/** Outside of the checkout, so that neither a fresh clone nor a clean checkout builds again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'interaction-server-operator', 'control-plane');
}

export interface FillRequest<Binary extends { readonly name: string }> {
  /** Absolute path of the folder in the cache. */
  readonly cache: string;
  readonly wanted: readonly Binary[];
  /** What is provided, in words, for those who wait for another process that does it. */
  readonly title: string;
  readonly onProgress: (step: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Makes the missing binaries in the workshop, a private folder, and keeps each that is whole. */
  readonly provide: (
    missing: readonly Binary[],
    workshop: string,
    keep: (binary: Binary) => Promise<void>,
  ) => Promise<void>;
}

/** Has every wanted binary in the cache, made once however many processes ask. What lies in the cache is always whole. */
export async function fillCache<Binary extends { readonly name: string }>(request: FillRequest<Binary>): Promise<void> {
  const { cache, wanted, title, onProgress, signal } = request;
  await mkdir(cache, { recursive: true });
  if ((await missingIn(cache, wanted)).length === 0) return;
  const onWait = (holder: { readonly pid: number }) =>
    onProgress(`waiting for process ${holder.pid}, which provides ${title}`);
  await withLock({ path: join(cache, '.lock'), onWait, signal }, async () => {
    const missing = await missingIn(cache, wanted); // the one we waited for may have provided them
    if (missing.length === 0) return;
    await removeLeftovers(cache);
    const workshop = await mkdtemp(join(cache, workshopPrefix));
    try {
      await request.provide(missing, workshop, async ({ name }) => {
        await chmod(join(workshop, name), 0o755);
        await rename(join(workshop, name), join(cache, name));
      });
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  });
}

const workshopPrefix = '.work-';

/** Under the lock, whatever private folder still lies here is that of an interrupted run. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (entry.startsWith(workshopPrefix)) await rm(join(cache, entry), { recursive: true, force: true });
  }
}

async function missingIn<Binary extends { readonly name: string }>(
  cache: string,
  wanted: readonly Binary[],
): Promise<readonly Binary[]> {
  const present = await Promise.all(wanted.map((binary) => isExecutable(join(cache, binary.name))));
  return wanted.filter((_, index) => present[index] !== true);
}
