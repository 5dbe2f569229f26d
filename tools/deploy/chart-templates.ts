import { crdYaml } from '../crd-yaml.ts';
import { deployFile } from './base.ts';
import { operatorName, rulesYaml } from './roles.ts';

const notice = '{{- /* Written by `npm run generate` from deploy/operator and crds; change it there. */ -}}\n';
const labels = '{{- include "operator.labels" . | nindent 4 }}';

/** templates/_rules.tpl: the rights of the operator, by where they are given. */
export function rulesTemplate(): string {
  const leases = rulesYaml(['lease']).replace(
    `resourceNames: [${operatorName}]`,
    'resourceNames: [{{ include "operator.leaseName" . }}]',
  );
  return [
    '{{- /* Written by `npm run generate` from apps/operator/src/rights.ts; change it there. */ -}}\n',
    define('operator.rules', rulesYaml(['instances', 'cluster'])),
    define('operator.clusterRules', rulesYaml(['cluster'])),
    define('operator.leaseRules', leases),
    define('operator.ownRules', rulesYaml(['own'])),
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

function define(name: string, text: string): string {
  return `{{- define "${name}" -}}\n${text.trimEnd()}\n{{- end -}}\n`;
}
