import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Absolute path of a command, or undefined when no folder of the PATH has it. */
export async function foundOnPath(command: string, env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter((each) => each !== '')) {
    const path = join(folder, command);
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
