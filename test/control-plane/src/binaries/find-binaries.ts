import { join } from 'node:path';
import { buildFromModules } from './build-from-modules.ts';
import { type Binary, type BinaryName, type ToolModule, loadCatalogue, neededGo } from './catalogue.ts';
import { type Downloader, type ReleaseSites, createDownloader, officialSites } from './download.ts';
import { cacheFolder, fillCache } from './fill-cache.ts';
import { takeFromFolder } from './user-folder.ts';

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
    const wanted = module.binaries.filter((binary) => !found.has(binary.name));
    await fillCache({
      cache,
      wanted,
      title: `the ${module.name} binaries`,
      onProgress,
      signal: options.signal,
      provide: (missing, into, keep) => {
        const tried = [...attempts, `cache (${cache}): not there`];
        return provide({ module, wanted: missing, into, keep, download, attempts: tried, options });
      },
    });
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

interface ProvideRequest {
  readonly module: ToolModule;
  readonly wanted: readonly Binary[];
  readonly into: string;
  /** Takes a binary that is whole out of `into`. */
  readonly keep: (binary: Binary) => Promise<void>;
  readonly download: Downloader;
  /** What was tried before, to be told when nothing works. */
  readonly attempts: readonly string[];
  readonly options: FindBinariesOptions;
}

/** Downloads each binary, and builds what cannot be downloaded. */
async function provide(request: ProvideRequest): Promise<void> {
  const { module, wanted, into, keep, download, options } = request;
  const attempts = [...request.attempts];
  const toBuild: Binary[] = [];
  for (const binary of wanted) {
    try {
      await download(binary, into);
      await keep(binary);
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
    await buildFromModules({ module, wanted: toBuild, into, go, onProgress, signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(failure(names, module, [...attempts, `build from Go modules: ${wordsOf(error)}`]), {
      cause: error,
    });
  }
  for (const binary of toBuild) await keep(binary);
}

function failure(names: readonly BinaryName[], module: ToolModule, attempts: readonly string[]): string {
  return [
    `cannot provide ${names.join(', ')}. Tried in this order:`,
    ...attempts.map((attempt) => `  - ${attempt}`),
    'Any one of these helps: access to dl.k8s.io and github.com; ' +
      `${neededGo(module.goVersion)} on the PATH; KUBEBUILDER_ASSETS naming a folder that has these binaries.`,
  ].join('\n');
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
