import { stringify } from 'yaml';
import { crdYaml } from '../crd-yaml.ts';
import { clusterScopedRules, deployFile, operatorName } from './base.ts';

const notice = '{{- /* Written by `npm run generate` from deploy/operator and crds; change it there. */ -}}\n';
const labels = '{{- include "operator.labels" . | nindent 4 }}';

/** templates/_rules.tpl: the rights of the operator, as deploy/operator has them. */
export function rulesTemplate(): string {
  const leases = rulesOf('operator/role.yaml').replace(
    `resourceNames: [${operatorName}]`,
    'resourceNames: [{{ include "operator.leaseName" . }}]',
  );
  return [
    notice,
    define('operator.rules', rulesOf('operator/cluster-role.yaml')),
    define('operator.clusterRules', stringify(clusterScopedRules())),
    define('operator.leaseRules', leases),
  ].join('');
}

/** templates/crd.yaml: among the templates, as Helm never upgrades what lies in crds/. */
export function crdTemplate(): string {
  const crd = crdYaml();
  if (crd.includes('{{')) throw new Error('the CRD has what Helm would take for a template');
  const keep = '  {{- if .Values.crds.keep }}\n  annotations:\n    helm.sh/resource-policy: keep\n  {{- end }}\n';
  const text = crd.replace('\nspec:\n', `\n  labels: ${labels}\n${keep}spec:\n`);
  return `${notice}{{- if .Values.crds.install }}\n${text}{{- end }}\n`;
}

/** templates/deletion-protection.yaml: the policy and its binding, under the name that the operator looks for. */
export function deletionProtectionTemplate(): string {
  const objects = ['policy', 'binding'].map((part) =>
    labelled(deployFile(`operator/deletion-protection-${part}.yaml`)),
  );
  return `${notice}{{- if .Values.deletionProtection.install }}\n${objects.join('---\n')}{{- end }}\n`;
}

function labelled(text: string): string {
  return text.replace(`labels:\n    app.kubernetes.io/name: ${operatorName}`, `labels: ${labels}`);
}

/** The rules of a role, as its author wrote them, at the left margin. */
function rulesOf(path: string): string {
  const [, rules = ''] = deployFile(path).split('\nrules:\n');
  return rules.replaceAll(/^ {2}/gm, '');
}

function define(name: string, text: string): string {
  return `{{- define "${name}" -}}\n${text.trimEnd()}\n{{- end -}}\n`;
}
