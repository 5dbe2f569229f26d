import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a mounted folder by name, as text; undefined where nothing is mounted there. */
export type ReadFolder = (folder: string) => Readonly<Record<string, string>> | undefined;

/** Reads folders as they are mounted into a container; `root` stands for the root of its file system. */
export function mountedFiles(root: string): ReadFolder {
  return (folder) => {
    const path = join(root, folder);
    const names = namesIn(path);
    return names && Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name), 'utf8')]));
  };
}

function namesIn(path: string): readonly string[] | undefined {
  try {
    // The kubelet keeps the versions of a volume in folders of such names, and links to the present one.
    return readdirSync(path).filter((name) => !name.startsWith('..'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
