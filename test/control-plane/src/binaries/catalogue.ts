import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type BinaryName = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kubectl' | 'kwok';

/** A folder with a go.mod that names, by `tool` lines, what is built from it. */
export interface ToolModule {
  readonly name: 'kubernetes' | 'kwok';
  readonly folder: string;
  /** Folder name in the cache: changes with every version and with every dependency. */
  readonly key: string;
  /** As in the go.mod, e.g. `1.26.0`: the oldest Go that builds it. */
  readonly goVersion: string;
  readonly ldflags: string;
  readonly binaries: readonly Binary[];
}

export interface Binary {
  readonly name: BinaryName;
  readonly goPackage: string;
  /** Of the release, e.g. `v1.36.3`. */
  readonly version: string;
}

/** The modules and what they build. Every version comes from the go.mod files; none is spelled here. */
export function loadCatalogue(toolsFolder = join(import.meta.dirname, '../../../tools')): readonly ToolModule[] {
  return [kubernetesModule(join(toolsFolder, 'kubernetes')), kwokModule(join(toolsFolder, 'kwok'))];
}

function kubernetesModule(folder: string): ToolModule {
  const goMod = readFileSync(join(folder, 'go.mod'), 'utf8');
  const version = requiredVersion(goMod, 'k8s.io/kubernetes');
  const [major = '', minor = ''] = version.slice(1).split('.');
  const stamp = 'k8s.io/component-base/version';
  const commands = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'] as const;
  return {
    name: 'kubernetes',
    folder,
    key: `kubernetes-${version}-${hashOfModule(folder)}`,
    goVersion: goDirective(goMod),
    // Without them the API server calls itself v0.0.0-master, and clients refuse to talk to it.
    ldflags: `-s -w -X ${stamp}.gitVersion=${version} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${minor}`,
    binaries: [
      {
        name: 'etcd',
        goPackage: 'go.etcd.io/etcd/server/v3',
        version: requiredVersion(goMod, 'go.etcd.io/etcd/server/v3'),
      },
      ...commands.map((name) => ({ name, goPackage: `k8s.io/kubernetes/cmd/${name}`, version })),
    ],
  };
}

function kwokModule(folder: string): ToolModule {
  const goMod = readFileSync(join(folder, 'go.mod'), 'utf8');
  const version = requiredVersion(goMod, 'sigs.k8s.io/kwok');
  return {
    name: 'kwok',
    folder,
    key: `kwok-${version}-${hashOfModule(folder)}`,
    goVersion: goDirective(goMod),
    ldflags: '-s -w',
    binaries: [{ name: 'kwok', goPackage: 'sigs.k8s.io/kwok/cmd/kwok', version }],
  };
}

function requiredVersion(goMod: string, module: string): string {
  const line = goMod
    .split('\n')
    .find((candidate) => candidate.trim().replace('require ', '').startsWith(`${module} v`));
  const version = line?.trim().replace('require ', '').split(' ')[1];
  if (version === undefined) throw new Error(`go.mod requires no version of ${module}`);
  return version;
}

/** The oldest Go that builds a module, such as 1.26.0. */
export function goDirective(goMod: string): string {
  const version = /^go (\S+)$/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error('go.mod has no go directive');
  return version;
}

/** What to have where a module that wants this version of Go is built. */
export function neededGo(goVersion: string): string {
  const [major, minor] = goVersion.split('.');
  return `Go ${major}.${minor} or newer`;
}

/** A hash over all that decides what is built from a module: its dependencies, and its own sources where it has any. */
export function hashOfModule(folder: string): string {
  const sources = readdirSync(folder).filter((file) => file.endsWith('.go'));
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', ...sources.toSorted()]) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}
