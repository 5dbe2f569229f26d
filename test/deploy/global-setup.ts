import { join, resolve } from 'node:path';
import { buildTool, type ControlPlane, startControlPlane } from '@ixn/control-plane';
import type { TestProject } from 'vitest/node';

/** What the test files get: one control plane, empty but for its namespaces, and the tools of users. */
export interface DeployTools {
  readonly kubeconfigPath: string;
  readonly kubectl: string;
  readonly helm: string;
  /** Where Helm keeps what it remembers. */
  readonly helmHome: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    deployTools: DeployTools;
  }
}

/** Builds Helm (once, then it is cached) and starts a control plane. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const onProgress = console.log;
  const helm = await buildTool({ folder: resolve(import.meta.dirname, '../tools/helm'), onProgress });
  const controlPlane: ControlPlane = await startControlPlane({ nodes: ['node-a', 'node-b'], onProgress });
  project.provide('deployTools', {
    kubeconfigPath: controlPlane.kubeconfigPath,
    kubectl: controlPlane.kubectlPath,
    helm,
    helmHome: join(controlPlane.folder, 'helm'),
  });
  return () => controlPlane.stop();
}
