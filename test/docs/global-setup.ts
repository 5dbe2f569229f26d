import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildTool, startControlPlane } from '@ixn/control-plane';
import type { TestProject } from 'vitest/node';

/** What the documents are tried on: a control plane that nothing was installed on, and the programs that readers have. */
export interface DocsTools {
  readonly kubeconfigPath: string;
  /** A folder for the PATH: kubectl, helm and kubectl-ixn. */
  readonly programs: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    docsTools: DocsTools;
  }
}

/** Builds Helm (once, then it is cached) and the plugin, and starts a control plane. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = resolve(import.meta.dirname, '../..');
  const helm = await buildTool({ folder: join(root, 'test/tools/helm'), onProgress: console.log });
  execFileSync(process.execPath, ['tools/bundle.ts', 'kubectl-ixn'], { cwd: root });
  const controlPlane = await startControlPlane({ nodes: ['node-a', 'node-b'] });
  const programs = join(controlPlane.folder, 'programs');
  mkdirSync(programs);
  symlinkSync(helm, join(programs, 'helm'));
  symlinkSync(controlPlane.kubectlPath, join(programs, 'kubectl'));
  const plugin = join(programs, 'kubectl-ixn');
  copyFileSync(join(root, 'dist/kubectl-ixn.mjs'), plugin);
  chmodSync(plugin, 0o755);
  project.provide('docsTools', { kubeconfigPath: controlPlane.kubeconfigPath, programs });
  return () => controlPlane.stop();
}
