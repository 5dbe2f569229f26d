import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { installDefinitions } from '@ixn/control-plane';
import type { ClusterFacts, Image } from './cluster-facts.ts';
import type { Kubectl } from './kubectl.ts';

const root = resolve(import.meta.dirname, '../../..');
const crds = join(root, 'crds');

export interface Installation {
  readonly kubectl: Kubectl;
  readonly image: Image;
  readonly facts: Pick<ClusterFacts, 'shared' | 'namespaces'>;
  /** Folder of the run, for what is written on the way. */
  readonly folder: string;
  readonly run: string;
}

/** Installs the CRD, and the operator as deploy/operator has it; resolves when the operator is ready. */
export async function installOperator(installation: Installation): Promise<void> {
  const { kubectl, facts } = installation;
  await installDefinitions({ kubectl: (args) => kubectl.attempt(args) }, crds);
  await kubectl.apply(namespace(facts.namespaces.instances, { 'pod-security.kubernetes.io/enforce': 'restricted' }));
  await kubectl.apply(namespace(facts.namespaces.neighbours, {}));
  await kubectl.run(['apply', '--server-side', '-k', writeOverlay(installation)]);
  const rollout = ['rollout', 'status', 'deployment', '-l', operatorSelector, '--timeout=180s'];
  await kubectl.run([...rollout, '-n', facts.namespaces.operator]);
}

export const operatorSelector = 'app.kubernetes.io/name=interaction-server-operator';

/** Whether the cluster has the CRD: then it is not ours to remove. */
export async function hasCrd(kubectl: Kubectl): Promise<boolean> {
  return (await kubectl.run(['get', '--ignore-not-found', '-o', 'name', '-f', crds])) !== '';
}

/** Takes out of a shared cluster what `installOperator` put in. */
export async function uninstallOperator(installation: Installation, crdWasThere: boolean): Promise<void> {
  const { kubectl, facts } = installation;
  // The instances first, so that their children go while everything still runs that lets them go.
  for (const name of [facts.namespaces.instances, facts.namespaces.neighbours]) {
    await kubectl.run(['delete', 'namespace', name, '--ignore-not-found']);
  }
  await kubectl.run(['delete', '--ignore-not-found', '-k', writeOverlay(installation)]);
  if (!crdWasThere) await kubectl.run(['delete', '--ignore-not-found', '-f', crds]);
}

function namespace(name: string, labels: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** deploy/operator as a user would adapt it: another image and, beside others, other names and our namespace alone. */
function writeOverlay({ folder, image, facts: { shared, namespaces }, run }: Installation): string {
  const overlay = join(folder, 'operator');
  mkdirSync(overlay, { recursive: true });
  const base = relative(realpathSync(overlay), realpathSync(join(root, 'deploy', 'operator')));
  const { registry, repository, tag } = image;
  const flags = ['--namespaces', namespaces.instances];
  const ofOurOwn = {
    namespace: namespaces.operator,
    nameSuffix: `-e2e-${run}`,
    patches: [
      {
        target: { kind: 'Deployment' },
        patch: JSON.stringify([{ op: 'add', path: '/spec/template/spec/containers/0/args', value: flags }]),
      },
    ],
  };
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [base],
    images: [
      {
        name: 'registry.example.com/interaction-server-operator',
        newName: `${registry}/${repository}`,
        newTag: tag,
      },
    ],
    ...(shared && ofOurOwn),
  };
  writeFileSync(join(overlay, 'kustomization.yaml'), JSON.stringify(kustomization));
  return overlay;
}
