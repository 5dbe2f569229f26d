import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../process/run-command.ts';
import type { BinaryName } from './catalogue.ts';

/** What is taken from a folder that the user names, and why something in it was left. */
export interface FolderChoice {
  readonly taken: ReadonlyMap<BinaryName, string>;
  readonly notes: readonly string[];
}

/** Minor version of Kubernetes: the 36 of v1.36.3. */
export type MinorVersions = ReadonlyMap<KubernetesBinary, number>;

const kubernetesBinaries = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl'] as const;
type KubernetesBinary = (typeof kubernetesBinaries)[number];

/** Looks at each binary of the folder by itself; `ownMinor` is the version of those that we would provide. */
export async function takeFromFolder(folder: string, ownMinor: number): Promise<FolderChoice> {
  const taken = new Map<BinaryName, string>();
  const notes: string[] = [];
  for (const name of ['etcd', 'kwok'] as const) {
    const path = join(folder, name);
    if (await isExecutable(path)) taken.set(name, path);
  }
  const minors = new Map<KubernetesBinary, number>();
  for (const name of kubernetesBinaries) {
    const path = join(folder, name);
    if (!(await isExecutable(path))) continue;
    const minor = await minorVersionOf(path, name);
    if (minor === undefined) notes.push(`${path} does not tell its version`);
    else minors.set(name, minor);
  }
  const choice = chooseByVersion(minors, ownMinor);
  for (const name of choice.names) taken.set(name, join(folder, name));
  return { taken, notes: [...notes, ...choice.notes] };
}

/**
 * Which Kubernetes binaries of a folder go together with those of our own version that fill the gaps. No component may
 * be newer than the API server. So an API server older than ours is taken only when the folder also has the controller
 * manager and the scheduler for it; most such folders have not.
 */
export function chooseByVersion(
  minors: MinorVersions,
  ownMinor: number,
): { readonly names: readonly KubernetesBinary[]; readonly notes: readonly string[] } {
  const theirs = minors.get('kube-apiserver');
  const suits = (name: KubernetesBinary, server: number) => (minors.get(name) ?? Number.POSITIVE_INFINITY) <= server;
  const complete = theirs !== undefined && suits('kube-controller-manager', theirs) && suits('kube-scheduler', theirs);
  const serverTaken = theirs !== undefined && (theirs >= ownMinor || complete);
  const server = serverTaken ? theirs : ownMinor;
  const names = kubernetesBinaries.filter((name) => (name === 'kube-apiserver' ? serverTaken : suits(name, server)));
  const notes = [...minors.keys()]
    .filter((name) => !names.includes(name))
    .map((name) =>
      name === 'kube-apiserver'
        ? `kube-apiserver 1.${theirs} is older than the controller manager and scheduler that go with it (1.${ownMinor})`
        : `${name} 1.${minors.get(name)} is newer than the API server (1.${server})`,
    );
  return { names, notes };
}

async function minorVersionOf(path: string, name: KubernetesBinary): Promise<number | undefined> {
  const args = name === 'kubectl' ? ['version', '--client'] : ['--version'];
  try {
    const { stdout } = await runCommand(path, args, { signal: AbortSignal.timeout(10_000) });
    const minor = /v1\.(\d+)\./.exec(stdout)?.[1];
    return minor === undefined ? undefined : Number(minor);
  } catch {
    return undefined;
  }
}

/** True for a file that may be run. */
export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
