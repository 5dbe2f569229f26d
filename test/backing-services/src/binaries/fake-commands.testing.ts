import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';

export interface FakeMachine {
  readonly folder: string;
  /** Puts a command on the PATH: a shell script, whose own commands need absolute paths. */
  command(name: string, script: string): Promise<void>;
  restore(): Promise<void>;
}

/** A machine on whose PATH nothing is but a shell, and whose cache is empty. */
export async function fakeMachine(): Promise<FakeMachine> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-machine-'));
  const path = join(folder, 'path');
  await mkdir(path);
  await symlink('/bin/sh', join(path, 'sh'));
  vi.stubEnv('PATH', path);
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  return {
    folder,
    command: async (name, script) => {
      await writeFile(join(path, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(path, name), 0o755);
    },
    restore: async () => {
      vi.unstubAllEnvs();
      await rm(folder, { recursive: true });
    },
  };
}
