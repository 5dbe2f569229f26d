import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@ixn/control-plane';
import type { PostgresBinaries } from '../binaries/postgres-binaries.ts';

/** `nobody`, on all systems where we may be root. */
const nobody = 65_534;

/** The user, by number, under whom the server runs: PostgreSQL refuses root. Undefined for our own. */
export function serverUser(): number | undefined {
  return process.getuid?.() === 0 ? nobody : undefined;
}

/** The folder of the binaries, for that user: root's cache is closed to all others, so they are linked or copied out. */
export async function binariesFor(
  { folder, installation }: PostgresBinaries,
  into: string,
  user: number | undefined,
): Promise<string> {
  if (installation === undefined || user === undefined) return folder;
  await chmod(into, 0o711);
  const target = join(into, 'installation');
  // Hard links where the file system is the same, else copies.
  for (const args of [
    ['-Rl', installation, target],
    ['-R', installation, target],
  ]) {
    const { exitCode } = await runCommand('cp', args);
    if (exitCode === 0) return join(target, 'bin');
  }
  throw new Error(`cannot copy ${installation} to ${target}`);
}
