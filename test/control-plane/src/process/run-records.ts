import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { readFile, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { isAlive } from './process-identity.ts';

/** What one run (of a control plane, say) has started and made, so that a later one can clear it away. */
export type RunRecord = z.infer<typeof runRecord>;

const processIdentity = z.object({ pid: z.number(), startedAt: z.string() }).readonly();
const runRecord = z
  .object({
    owner: processIdentity,
    processes: z.array(processIdentity).readonly(),
    /** Folders that belong to the run alone. */
    removable: z.array(z.string()).readonly(),
  })
  .readonly();

/** Writes the record, whole or not at all. Synchronous, so that a process is recorded before anything else happens. */
export function writeRunRecord(path: string, record: RunRecord): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(record, undefined, 2));
  renameSync(`${path}.new`, path);
}

/**
 * Kills and removes what runs left behind whose owner is gone: exactly the recorded processes, known by id and start
 * time, never others. Returns how many processes it killed.
 */
export async function cleanUpDeadRuns(folder: string): Promise<number> {
  let killed = 0;
  for (const file of await readdir(folder).catch(() => [])) {
    if (!file.endsWith('.json')) continue;
    const path = join(folder, file);
    const record = await readRunRecord(path);
    if (record === undefined || isAlive(record.owner)) continue;
    for (const left of record.processes.filter(isAlive)) {
      if (killGroup(left.pid)) killed += 1;
    }
    for (const removable of record.removable) await rm(removable, { recursive: true, force: true, maxRetries: 5 });
    await rm(path, { force: true });
  }
  return killed;
}

/** Kills a process with the group that it leads; false when it was gone already. */
export function killGroup(pid: number): boolean {
  try {
    process.kill(-pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

/** Undefined when there is no such record (any more). */
export async function readRunRecord(path: string): Promise<RunRecord | undefined> {
  try {
    return runRecord.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined; // just removed by its run, or not ours
  }
}
