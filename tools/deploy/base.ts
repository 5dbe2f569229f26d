import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const deploy = resolve(import.meta.dirname, '../../deploy');

/** Of the operator's objects, and what their label app.kubernetes.io/name says. */
export const operatorName = 'interaction-server-operator';

/** A Kubernetes object, or a part of one, as it stands in YAML. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Manifest extends Fields {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The text of a file of deploy/. */
export function deployFile(path: string): string {
  return readFileSync(resolve(deploy, path), 'utf8');
}

/** What a kustomization of deploy/ says, as far as it is read here. */
export interface Kustomization {
  readonly resources: readonly string[];
  readonly images?: readonly { readonly name: string; readonly newName: string; readonly newTag: string }[];
}

export function kustomization(folder: string): Kustomization {
  return parse(deployFile(`${folder}/kustomization.yaml`));
}

/** The rights of the operator on cluster-scoped objects: one that runs some namespaces only needs them by a binding of their own. */
export function clusterScopedRules(): readonly Rule[] {
  const { rules }: { readonly rules: readonly Rule[] } = parse(deployFile('operator/cluster-role.yaml'));
  return rules.filter(({ resources }) => resources.every((resource) => clusterScoped.has(resource)));
}

const clusterScoped = new Set([
  'customresourcedefinitions',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
]);
