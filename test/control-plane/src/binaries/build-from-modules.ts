import { access, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../process/error-code.ts';
import { startGuard } from '../process/guard.ts';
import { runCommand } from '../process/run-command.ts';
import type { ToolModule } from './catalogue.ts';

/** A binary by its name, and the package it is built from. */
interface Buildable {
  readonly name: string;
  readonly goPackage: string;
}

export interface BuildOptions {
  readonly module: Pick<ToolModule, 'folder' | 'ldflags'> & { readonly name: string };
  readonly wanted: readonly Buildable[];
  /** Existing folder of ours alone; the binaries come to lie in it under their own names. */
  readonly into: string;
  readonly tags?: readonly string[] | undefined;
  readonly go?: string | undefined;
  readonly onProgress: (step: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Between two lines of progress while the compiler says nothing of its own. */
const progressIntervalMs = 8_000;

/**
 * Builds binaries from packages that a module names. Cold this takes minutes; a line of progress comes at least every
 * ten seconds. Rejects with the compiler's last words, or with what to install when there is no Go.
 */
export async function buildFromModules(options: BuildOptions): Promise<void> {
  const { module, wanted, into, onProgress } = options;
  const packages = wanted.map((binary) => binary.goPackage);
  onProgress(
    `building ${wanted.map(({ name }) => name).join(', ')} from Go modules (some minutes when nothing is cached yet)`,
  );

  let compiled = 0;
  let last = '';
  const startedAt = performance.now();
  const ticker = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    onProgress(`building ${module.name}: ${seconds} s, ${compiled} packages compiled${last === '' ? '' : `, ${last}`}`);
  }, progressIntervalMs);
  const guard = startGuard([into]);
  try {
    const args = [
      'build',
      '-v',
      '-buildvcs=false',
      '-trimpath',
      ...(options.tags === undefined ? [] : ['-tags', options.tags.join(',')]),
      '-ldflags',
      module.ldflags,
      '-o',
      `${into}/`,
      ...packages,
    ];
    const result = await runCommand(options.go ?? 'go', args, {
      cwd: module.folder,
      // The user's GOFLAGS (say -mod=mod or -race) must neither change the binaries nor miss the shared build cache.
      env: { ...process.env, GOFLAGS: '', CGO_ENABLED: '0', GOWORK: 'off' },
      signal: options.signal,
      guard,
      onStderr: (text) => {
        const lines = text.trimEnd().split('\n');
        compiled += lines.length;
        last = lines.at(-1) ?? last;
      },
    });
    if (result.exitCode !== 0) throw new Error(`go build failed: ${lastLines(result.stderr, 15)}`);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw new Error('there is no go command on the PATH', { cause: error });
    throw error;
  } finally {
    clearInterval(ticker);
    await guard.dismiss();
  }
  // `go build` names a binary after its package: etcd's is called `server`.
  for (const binary of wanted) await giveOwnName(into, binary);
}

async function giveOwnName(folder: string, { name, goPackage }: Buildable): Promise<void> {
  const segments = goPackage.split('/').filter((segment) => !/^v\d+$/.test(segment));
  const built = join(folder, segments.at(-1) ?? name);
  if (built !== join(folder, name)) await rename(built, join(folder, name));
  await access(join(folder, name));
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
