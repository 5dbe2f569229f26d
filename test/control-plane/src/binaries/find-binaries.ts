import { access, chmod, constants, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../process/lock.ts';
import { buildFromModules } from './build-from-modules.ts';
import { type BinaryName, type ToolModule, loadCatalogue } from './catalogue.ts';

/** Absolute path of every binary. */
export type Binaries = Readonly<Record<BinaryName, string>>;

export interface FindBinariesOptions {
  readonly onProgress: (step: string) => void;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly catalogue?: readonly ToolModule[] | undefined;
}

/** Outside of the checkout, so that a fresh clone or a clean checkout does not build again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'interaction-server-operator', 'control-plane');
}

/**
 * Finds every binary, and makes what is missing. The first call on a machine may take minutes; later ones take
 * milliseconds. Rejects with every source that was tried and what would help.
 */
export async function findBinaries(options: FindBinariesOptions): Promise<Binaries> {
  const cache = cacheFolder(options.env);
  const found = new Map<BinaryName, string>();
  for (const module of options.catalogue ?? loadCatalogue()) {
    const folder = join(cache, module.key);
    await mkdir(folder, { recursive: true });
    const names = module.binaries.map((binary) => binary.name).filter((name) => !found.has(name));
    if ((await missing(folder, names)).length > 0) await fill(folder, module, names, options);
    for (const name of names) found.set(name, join(folder, name));
  }
  return {
    etcd: pathOf(found, 'etcd'),
    'kube-apiserver': pathOf(found, 'kube-apiserver'),
    'kube-controller-manager': pathOf(found, 'kube-controller-manager'),
    'kube-scheduler': pathOf(found, 'kube-scheduler'),
    kubectl: pathOf(found, 'kubectl'),
    kwok: pathOf(found, 'kwok'),
  };
}

function pathOf(found: ReadonlyMap<BinaryName, string>, name: BinaryName): string {
  const path = found.get(name);
  if (path === undefined) throw new Error(`no tool module builds ${name}`);
  return path;
}

async function fill(
  folder: string,
  module: ToolModule,
  names: readonly BinaryName[],
  options: FindBinariesOptions,
): Promise<void> {
  const { onProgress, signal } = options;
  const onWait = (holder: { readonly pid: number }) =>
    onProgress(`waiting for process ${holder.pid}, which makes the ${module.name} binaries`);
  await withLock({ path: join(folder, '.lock'), onWait, signal }, async () => {
    const wanted = await missing(folder, names);
    if (wanted.length === 0) return;
    await removeLeftovers(folder);
    const workshop = await mkdtemp(join(folder, '.work-'));
    try {
      await buildFromModules({ module, names: wanted, into: workshop, onProgress, signal });
      for (const name of wanted) {
        await chmod(join(workshop, name), 0o755);
        await rename(join(workshop, name), join(folder, name));
      }
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  });
}

/** Under the lock, whatever private folder still lies here is that of an interrupted build. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (entry.startsWith('.work-')) await rm(join(folder, entry), { recursive: true, force: true });
  }
}

async function missing(folder: string, names: readonly BinaryName[]): Promise<readonly BinaryName[]> {
  const present = await Promise.all(names.map((name) => isExecutable(join(folder, name))));
  return names.filter((_, index) => present[index] !== true);
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
