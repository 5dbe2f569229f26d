import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from './error-code.ts';
import { type ProcessIdentity, identifySelf, isAlive } from './process-identity.ts';

export interface LockOptions {
  readonly path: string;
  /** Called at once and then about every eight seconds while another process holds the lock. */
  readonly onWait: (holder: ProcessIdentity) => void;
  readonly signal?: AbortSignal | undefined;
}

const pollIntervalMs = 200;
const waitLineIntervalMs = 8_000;

/**
 * Runs `work` while no other process of this machine holds the lock at `path`. The lock of a process that no longer
 * runs is taken over. In the rare case that two processes take over one stale lock at the same moment both may work:
 * so what the work leaves behind must be put in place by an atomic rename.
 */
export async function withLock<Result>(options: LockOptions, work: () => Promise<Result>): Promise<Result> {
  await acquire(options);
  try {
    return await work();
  } finally {
    await rm(options.path, { force: true });
  }
}

async function acquire(options: LockOptions): Promise<void> {
  let nextLineAt = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    const holder = await readHolder(options.path);
    if (holder === 'nobody') {
      if (await tryToHold(options.path)) return;
    } else if (holder === 'unreadable' || !isAlive(holder)) {
      await removeStale(options.path);
    } else {
      if (performance.now() >= nextLineAt) {
        options.onWait(holder);
        nextLineAt = performance.now() + waitLineIntervalMs;
      }
      await sleep(pollIntervalMs, undefined, { signal: options.signal });
    }
  }
}

async function tryToHold(path: string): Promise<boolean> {
  // Written beside and linked into place: nobody ever reads a lock without its holder in it.
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, JSON.stringify(identifySelf()));
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

async function readHolder(path: string): Promise<ProcessIdentity | 'nobody' | 'unreadable'> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isIdentity(value) ? value : 'unreadable';
  } catch (error) {
    return hasCode(error, 'ENOENT') ? 'nobody' : 'unreadable';
  }
}

async function removeStale(path: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error; // another waiter was faster
  }
}

function isIdentity(value: unknown): value is ProcessIdentity {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'startedAt' in value &&
    typeof value.startedAt === 'string'
  );
}
