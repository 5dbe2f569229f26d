import { join, resolve } from 'node:path';
import type { ClusterFacts, Image } from './cluster-facts.ts';
import { type Helm, valueFlags } from './helm.ts';
import type { Kubectl } from './kubectl.ts';

const root = resolve(import.meta.dirname, '../../..');
const crds = join(root, 'crds');
const protectionPolicy = join(root, 'deploy/operator/deletion-protection-policy.yaml');

/** The chart as users are given it. */
export const chart = join(root, 'deploy/chart/interaction-server-operator');

export const operatorSelector = 'app.kubernetes.io/name=interaction-server-operator';

/** Of the operator, where it has the cluster for itself: as in the docs. */
export const operatorNamespace = 'ixn-operator';

/** What the release of a run is called; likewise. */
export function releaseName(run: string, shared: boolean): string {
  return shared ? `interaction-server-operator-${run}` : 'interaction-server-operator';
}

export interface Installation {
  readonly kubectl: Kubectl;
  readonly helm: Helm;
  readonly image: Image;
  readonly facts: Pick<ClusterFacts, 'shared' | 'namespaces' | 'release'>;
}

/** What a cluster has once, and had before: then it is not ours to change or to remove. */
export interface FoundInCluster {
  readonly crd: boolean;
  readonly deletionProtection: boolean;
}

export async function lookAtCluster(kubectl: Kubectl): Promise<FoundInCluster> {
  const has = async (path: string) =>
    (await kubectl.run(['get', '--ignore-not-found', '-o', 'name', '-f', path])) !== '';
  return { crd: await has(crds), deletionProtection: await has(protectionPolicy) };
}

/**
 * Installs the chart with its own values, but those given; in a cluster that others use, for our namespace alone. Resolves when
 * all is ready.
 */
export async function installOperator(
  installation: Installation,
  found: FoundInCluster,
  others: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { kubectl, helm, facts } = installation;
  const { operator, instances, neighbours } = facts.namespaces;
  for (const name of [operator, instances]) await kubectl.apply(namespace(name, restricted));
  await kubectl.apply(namespace(neighbours, {}));
  const ofOurOwn = {
    namespaces: [instances],
    crds: { install: !found.crd, keep: false },
    deletionProtection: { install: !found.deletionProtection },
  };
  const values = { image: imageValues(installation.image), ...(facts.shared && ofOurOwn), ...others };
  const wait = ['--wait', '--timeout', '180s'];
  await helm(['install', facts.release, chart, '--namespace', operator, ...wait, ...valueFlags(values)]);
}

/** Takes out of a shared cluster what `installOperator` put in. */
export async function uninstallOperator({ kubectl, helm, facts }: Installation): Promise<void> {
  const { operator, instances, neighbours } = facts.namespaces;
  // The instances first, so that their children go while everything still runs that lets them go.
  for (const name of [instances, neighbours]) await kubectl.run(['delete', 'namespace', name, '--ignore-not-found']);
  await helm(['uninstall', facts.release, '--namespace', operator, '--ignore-not-found', '--wait']);
  await kubectl.run(['delete', 'namespace', operator, '--ignore-not-found']);
}

/** An image as the values of the chart have it. */
export function imageValues({ registry, repository, tag }: Image): object {
  return { repository: `${registry}/${repository}`, tag };
}

/** Has the API server refuse pods of a lower level of pod security. */
export const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' } as const;

export function namespace(name: string, labels: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}
