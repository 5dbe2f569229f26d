import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildFromModules } from './build-from-modules.ts';
import { goDirective, hashOfModule, neededGo } from './catalogue.ts';
import { cacheFolder, fillCache } from './fill-cache.ts';

export interface BuildToolOptions {
  /**
   * Folder with a go.mod: either its `tool` lines name programs, or the module is the program, with its sources beside.
   * A program has the name that its package ends in.
   */
  readonly folder: string;
  /** Which of several `tool` lines; the first where it is left out. */
  readonly program?: string | undefined;
  /** Build tags, such as leave out what is not needed. */
  readonly tags?: readonly string[] | undefined;
  readonly onProgress: (step: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** For tests of this function; the defaults serve everybody else. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly go?: string | undefined;
}

/**
 * Builds a Go program that this repository names, or finds it in the cache, where it lies by the hash of its go.mod, go.sum
 * and sources. Gives its absolute path. Rejects with what would help when it cannot be built: only Go can make it.
 */
export async function buildTool({
  folder,
  program,
  tags,
  onProgress,
  signal,
  env,
  go,
}: BuildToolOptions): Promise<string> {
  const goMod = readFileSync(join(folder, 'go.mod'), 'utf8');
  const goPackage = programOf(goMod, program);
  const name = basename(goPackage);
  const tool = { name, goPackage };
  const cache = join(cacheFolder(env), `${name}-${hashOfModule(folder)}`);
  const provide = async (_: unknown, workshop: string, keep: (binary: typeof tool) => Promise<void>) => {
    try {
      const module = { name, folder, ldflags: '-s -w' };
      await buildFromModules({ module, wanted: [tool], into: workshop, tags, go, onProgress, signal });
    } catch (error) {
      signal?.throwIfAborted();
      const needs = neededGo(goDirective(goMod));
      const words = error instanceof Error ? error.message : String(error);
      throw new Error(`cannot build ${name}, which needs ${needs} on the PATH: ${words}`, { cause: error });
    }
    await keep(tool);
  };
  await fillCache({ cache, wanted: [tool], title: name, onProgress, signal, provide });
  return join(cache, name);
}

function programOf(goMod: string, program: string | undefined): string {
  const tools = [...goMod.matchAll(/^tool (\S+)$/gm)].map(([, path = '']) => path);
  const [module] = [...goMod.matchAll(/^module (\S+)$/gm)].map(([, path = '']) => path);
  const paths = tools.length > 0 ? tools : [module];
  const path = paths.find((each) => each !== undefined && (program === undefined || basename(each) === program));
  if (path === undefined) throw new Error(`go.mod has no tool or module directive for ${program ?? 'a program'}`);
  return path;
}
