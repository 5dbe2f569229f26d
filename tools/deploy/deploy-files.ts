import { dashboards } from '../monitoring/dashboards.ts';
import { prometheusRule, prometheusRuleTemplate } from '../monitoring/prometheus-rule.ts';
import type { GeneratedFile } from '../generated-files.ts';
import { chartReadme } from './chart-readme.ts';
import { crdTemplate, deletionProtectionTemplate, rulesTemplate } from './chart-templates.ts';
import { argoConfigMap } from './gitops.ts';
import { installYaml } from './install-yaml.ts';
import { clusterReadsYaml, clusterRoleYaml, ownRoleYaml } from './roles.ts';
import { valuesSchema } from './values-schema.ts';

const chart = 'deploy/chart/interaction-server-operator';
const alertsNotice = '# Written by `npm run generate` from tools/monitoring; change it there.\n';
const argoNotice =
  '# Written by `npm run generate` from the Lua scripts beside it. kubectl patch configmap argocd-cm -n argocd --patch-file THIS.\n';

/** What is generated of deploy/: deploy/operator, the CRD, and the rights and settings of the operator are its sources. */
export function deployFiles(): readonly GeneratedFile[] {
  return [
    { path: 'deploy/operator/cluster-role.yaml', text: clusterRoleYaml() },
    { path: 'deploy/operator/role.yaml', text: ownRoleYaml() },
    { path: 'deploy/overlays/namespaced/cluster-reads.yaml', text: clusterReadsYaml() },
    { path: 'deploy/install.yaml', text: installYaml() },
    { path: 'deploy/gitops/argocd/argocd-cm.yaml', text: argoNotice + argoConfigMap() },
    { path: `${chart}/templates/_rules.tpl`, text: rulesTemplate() },
    { path: `${chart}/templates/crd.yaml`, text: crdTemplate() },
    { path: `${chart}/templates/deletion-protection.yaml`, text: deletionProtectionTemplate() },
    { path: `${chart}/templates/prometheus-rule.yaml`, text: prometheusRuleTemplate() },
    { path: 'deploy/monitoring/prometheus-rule.yaml', text: alertsNotice + prometheusRule() },
    ...Object.entries(dashboards()).map(([name, dashboard]) => ({
      path: `${chart}/dashboards/${name}.json`,
      text: `${JSON.stringify(dashboard, undefined, 2)}\n`,
    })),
    { path: `${chart}/values.schema.json`, text: `${JSON.stringify(valuesSchema(), undefined, 2)}\n` },
    { path: `${chart}/README.md`, text: chartReadme() },
  ];
}
