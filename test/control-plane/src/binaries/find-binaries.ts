import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../process/lock.ts';
import { buildFromModules } from './build-from-modules.ts';
import { type Binary, type BinaryName, type ToolModule, loadCatalogue } from './catalogue.ts';
import { type Downloader, type ReleaseSites, createDownloader, officialSites } from './download.ts';
import { isExecutable, takeFromFolder } from './user-folder.ts';

/** Absolute path of every binary. */
export type Binaries = Readonly<Record<BinaryName, string>>;

export interface FindBinariesOptions {
  readonly onProgress: (step: string) => void;
  readonly signal?: AbortSignal | undefined;
  /** Read from it: KUBEBUILDER_ASSETS, XDG_CACHE_HOME. Default: that of the process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** For tests of this function; the defaults serve everybody else. */
  readonly catalogue?: readonly ToolModule[] | undefined;
  readonly sites?: ReleaseSites | undefined;
  readonly go?: string | undefined;
}

/** Outside of the checkout, so that neither a fresh clone nor a clean checkout builds again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(base, 'interaction-server-operator', 'control-plane');
}

/**
 * Provides every binary, each from the first source that has it: the folder KUBEBUILDER_ASSETS, our cache, the official
 * releases, a build from Go modules. The first call on a machine may take minutes; later ones take milliseconds. Rejects
 * with what was tried and what would help.
 */
export async function findBinaries(options: FindBinariesOptions): Promise<Binaries> {
  const { env = process.env, catalogue = loadCatalogue(), onProgress } = options;
  const found = new Map<BinaryName, string>();
  const attempts: string[] = [];

  const folder = env['KUBEBUILDER_ASSETS'] ?? '';
  if (folder === '') attempts.push('KUBEBUILDER_ASSETS: not set');
  else {
    const { taken, notes } = await takeFromFolder(folder, ownMinorVersion(catalogue));
    for (const [name, path] of taken) found.set(name, path);
    for (const note of notes) onProgress(`KUBEBUILDER_ASSETS: not taken: ${note}`);
    attempts.push(`KUBEBUILDER_ASSETS (${folder}): ${['not there', ...notes].join('; ')}`);
  }

  const download = createDownloader({ sites: options.sites ?? officialSites, onProgress, signal: options.signal });
  for (const module of catalogue) {
    const cache = join(cacheFolder(env), module.key);
    await mkdir(cache, { recursive: true });
    const wanted = module.binaries.filter((binary) => !found.has(binary.name));
    await fillCache({ cache, module, wanted, download, attempts, options });
    for (const { name } of wanted) found.set(name, join(cache, name));
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

interface FillRequest {
  readonly cache: string;
  readonly module: ToolModule;
  readonly wanted: readonly Binary[];
  readonly download: Downloader;
  /** What was tried before, to be told when nothing works. */
  readonly attempts: readonly string[];
  readonly options: FindBinariesOptions;
}

async function fillCache(request: FillRequest): Promise<void> {
  const { cache, module, wanted, options } = request;
  if ((await missingIn(cache, wanted)).length === 0) return;
  const onWait = (holder: { readonly pid: number }) =>
    options.onProgress(`waiting for process ${holder.pid}, which provides the ${module.name} binaries`);
  await withLock({ path: join(cache, '.lock'), onWait, signal: options.signal }, async () => {
    const missing = await missingIn(cache, wanted); // the one we waited for may have provided them
    if (missing.length === 0) return;
    await removeLeftovers(cache);
    const workshop = await mkdtemp(join(cache, workshopPrefix));
    try {
      await provide({ ...request, wanted: missing }, workshop);
    } finally {
      await rm(workshop, { recursive: true, force: true });
    }
  });
}

/** Makes each binary in a private folder and then moves it into the cache: what lies there is always whole. */
async function provide(request: FillRequest, workshop: string): Promise<void> {
  const { cache, module, wanted, download, options } = request;
  const attempts = [...request.attempts, `cache (${cache}): not there`];
  const toBuild: Binary[] = [];
  for (const binary of wanted) {
    try {
      await download(binary, workshop);
      await moveIntoCache(workshop, cache, binary.name);
    } catch (error) {
      options.signal?.throwIfAborted();
      toBuild.push(binary);
      attempts.push(`download of ${binary.name} ${binary.version}: ${wordsOf(error)}`);
    }
  }
  if (toBuild.length === 0) return;
  const names = toBuild.map((binary) => binary.name);
  const { onProgress, signal, go } = options;
  try {
    await buildFromModules({ module, names, into: workshop, go, onProgress, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(failure(names, module, [...attempts, `build from Go modules: ${wordsOf(error)}`]), {
      cause: error,
    });
  }
  for (const name of names) await moveIntoCache(workshop, cache, name);
}

function failure(names: readonly BinaryName[], module: ToolModule, attempts: readonly string[]): string {
  const [major, minor] = module.goVersion.split('.');
  return [
    `cannot provide ${names.join(', ')}. Tried in this order:`,
    ...attempts.map((attempt) => `  - ${attempt}`),
    'Any one of these helps: access to dl.k8s.io and github.com; ' +
      `Go ${major}.${minor} or newer on the PATH; KUBEBUILDER_ASSETS naming a folder that has these binaries.`,
  ].join('\n');
}

const workshopPrefix = '.work-';

/** Under the lock, whatever private folder still lies here is that of an interrupted run. */
async function removeLeftovers(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    if (entry.startsWith(workshopPrefix)) await rm(join(cache, entry), { recursive: true, force: true });
  }
}

async function moveIntoCache(workshop: string, cache: string, name: BinaryName): Promise<void> {
  await chmod(join(workshop, name), 0o755);
  await rename(join(workshop, name), join(cache, name));
}

async function missingIn(cache: string, wanted: readonly Binary[]): Promise<readonly Binary[]> {
  const present = await Promise.all(wanted.map((binary) => isExecutable(join(cache, binary.name))));
  return wanted.filter((_, index) => present[index] !== true);
}

function ownMinorVersion(catalogue: readonly ToolModule[]): number {
  const server = catalogue.flatMap((module) => module.binaries).find((binary) => binary.name === 'kube-apiserver');
  return Number(server?.version.split('.')[1] ?? Number.NaN);
}

function pathOf(found: ReadonlyMap<BinaryName, string>, name: BinaryName): string {
  const path = found.get(name);
  if (path === undefined) throw new Error(`no tool module builds ${name}`);
  return path;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
