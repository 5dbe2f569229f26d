import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClusterFacts, type Image, imageName } from './cluster-facts.ts';
import { execute } from './execute.ts';
import { createHelm, type Helm } from './helm.ts';
import { namespace, operatorNamespace, releaseName, restricted } from './install-operator.ts';
import { createKubectl } from './kubectl.ts';
import { buildPreviousRelease } from './previous-release.ts';
import { createCluster, removeCommand } from './provide-cluster.ts';
import type { Scene } from './scene.ts';

/** A cluster of one node for what installs and removes the operator, apart from that of all other tests. */
export interface InstallCluster {
  readonly scene: Scene;
  readonly helm: Helm;
  /** The release before: its image is on the nodes. */
  readonly previous: { readonly chart: string; readonly image: Image };
  /** For files of the tests. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Makes it, with the images of both releases and a namespace for instances. */
export async function makeInstallCluster(facts: ClusterFacts): Promise<InstallCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'ixn-e2e-install-'));
  const image = previousImage(facts.run);
  const chart = await buildPreviousRelease(join(folder, 'previous'), image);
  const name = clusterName(facts.run);
  const nodeImage = process.env['KIND_NODE_IMAGE'] || undefined;
  const wanted = { name, folder, workers: 0, auditedNamespace: operatorNamespace, nodeImage };
  const cluster = await createCluster(wanted, new AbortController().signal);
  const images = [facts.operator, facts.standIn, image].map(imageName);
  await execute('kind', ['load', 'docker-image', '--name', name, ...images]);
  const kubectl = createKubectl(cluster);
  const namespaces = { ...facts.namespaces, operator: operatorNamespace, instances: 'voice' };
  await kubectl.apply(namespace(namespaces.instances, restricted));
  const { kubeconfig, context, auditLog = null } = cluster;
  const ofCluster = { kubeconfig, context, kindName: name, shared: false, workers: 1, auditLog };
  const scene = { kubectl, facts: { ...facts, ...ofCluster, release: releaseName(facts.run, false), namespaces } };
  return {
    scene,
    helm: createHelm(cluster),
    previous: { chart, image },
    folder,
    remove: async () => {
      await removeInstallCluster(facts.run);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Removes what a run has made of it, if anything. */
export async function removeInstallCluster(run: string): Promise<void> {
  await execute(...removeCommand(clusterName(run)));
  await execute('docker', ['image', 'rm', '--force', imageName(previousImage(run))]);
}

function clusterName(run: string): string {
  return `ixn-e2e-${run}-install`;
}

function previousImage(run: string): Image {
  return { registry: 'registry.invalid', repository: 'ixn/operator', tag: `e2e-${run}-previous` };
}
