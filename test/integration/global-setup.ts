import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installDefinitions, startControlPlane } from '@ixn/control-plane';
import type { TestProject } from 'vitest/node';

/** What the test files get of the one control plane that all of them share. */
export interface SharedControlPlane {
  readonly kubeconfig: string;
  /** A kubeconfig of the user that the operator runs as; the audit log tells its requests apart by that name. */
  readonly operatorKubeconfig: string;
  /** The same for an operator beside it. */
  readonly rivalKubeconfig: string;
  readonly auditLogPath: string;
  readonly kubectlPath: string;
  /** Of every container; tests may add lines. */
  readonly podLogPath: string;
  /** The operator as it is shipped, in one file for Node. */
  readonly operatorBundle: string;
  /** The kubectl plugin as it is shipped, in one file for Node. */
  readonly pluginBundle: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    controlPlane: SharedControlPlane;
  }
}

/** The user name that the operator has in integration tests. */
export const operatorUser = 'interaction-server-operator';

/** The user name of a second operator beside it. */
export const rivalUser = 'rival-operator';

/** Starts one control plane with two nodes and the CRD for all test files; each test works in a namespace of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = resolve(import.meta.dirname, '../..');
  const folder = mkdtempSync(join(tmpdir(), 'ixn-bundle-'));
  const operatorBundle = bundle('operator', root, folder);
  const pluginBundle = bundle('kubectl-ixn', root, folder);
  const controlPlane = await startControlPlane({ nodes: ['node-a', 'node-b'], auditLog: true });
  await installDefinitions(controlPlane, resolve(root, 'crds'));
  // Its garbage collector looks for new kinds twice a minute only; a new start makes it look now.
  await controlPlane.restart('kube-controller-manager');
  project.provide('controlPlane', {
    kubeconfig: controlPlane.kubeconfig,
    operatorKubeconfig: controlPlane.kubeconfigFor(operatorUser, ['system:masters']),
    rivalKubeconfig: controlPlane.kubeconfigFor(rivalUser, ['system:masters']),
    auditLogPath: controlPlane.auditLogPath ?? '',
    kubectlPath: controlPlane.kubectlPath,
    podLogPath: controlPlane.podLogPath,
    operatorBundle,
    pluginBundle,
  });
  return async () => {
    await controlPlane.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Gives a copy that no later build replaces: these tests start operators for a long time. */
function bundle(app: string, root: string, folder: string): string {
  execFileSync(process.execPath, ['tools/bundle.ts', app], { cwd: root });
  const copy = join(folder, `${app}.mjs`);
  copyFileSync(resolve(root, `dist/${app}.mjs`), copy);
  return copy;
}
