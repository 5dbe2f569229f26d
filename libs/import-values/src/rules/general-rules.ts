import { portParameters } from '@ixn/connections';
import { text, wholeNumber, yesOrNo } from './readers.ts';
import { fieldRule, ignored, ignoredRule, mapped, notUnderstood, readTo, type Rule } from './rule.ts';

/** The tenant, where images come from, and what is there for the instance as a whole. */
export const generalRules: readonly Rule[] = [
  fieldRule('tenant.id', 'tenant.id', text),
  fieldRule('tenant.sid', 'tenant.sid', text),
  fieldRule('image.registry', 'image.registry', text),
  fieldRule('image.pullPolicy', 'image.pullPolicy', text),
  pullSecretsRule('image.imagePullSecrets[]', -1),
  pullSecretsRule('image.imagePullSecrets[].name', -2),
  fieldRule('replicaCount', 'ixnVQNode.replicas', wholeNumber),
  fieldRule('ixnVQNode.replicaCount', 'ixnVQNode.replicas', wholeNumber),
  ...['ixnService', 'ixnVQNode'].flatMap((scope) => [
    monitoringRule(`${scope}.prometheus.monitoringService.enabled`),
    ignoredRule(`${scope}.service.enabled`, 'not needed: each workload has a Service'),
    ...['create', 'name'].map((key) =>
      ignoredRule(`${scope}.serviceAccount.${key}`, 'not needed: each workload has a ServiceAccount of its own'),
    ),
  ]),
  ...['nameOverride', 'fullnameOverride'].map((key) =>
    ignoredRule(key, 'not needed: objects are named after the InteractionServer'),
  ),
];

function pullSecretsRule(helm: string, indexAt: number): Rule {
  return {
    helm,
    says: '`spec.image.imagePullSecrets[].name`',
    outcome: ({ path, value }) => readTo(['image', 'imagePullSecrets', path.at(indexAt) ?? 0, 'name'], value, text),
  };
}

function monitoringRule(helm: string): Rule {
  return {
    helm,
    says: '`spec.monitoring.mode`: `Auto` where it is true of any workload, otherwise `Off`',
    outcome: ({ value }, { monitored }) => {
      const on = yesOrNo.of(value);
      if (on === undefined) return notUnderstood(`it is not ${yesOrNo.expects}`);
      if (on !== monitored) return ignored('metrics are collected of all workloads or of none');
      return mapped(['monitoring', 'mode'], monitored ? 'Auto' : 'Off');
    },
  };
}

/** Every port that the chart has a value for, as the connections table says. */
export const portRules: readonly Rule[] = Object.entries(portParameters).flatMap(([parameter, found]) => {
  if (!('helmPath' in found)) return [];
  const isListed = found.helmPath.includes('[]');
  return isListed ? [listedPortRule(found.helmPath, parameter)] : [fieldRule(found.helmPath, parameter, wholeNumber)];
});

/** A port of each item of a list: the item keeps its place. */
function listedPortRule(helm: string, parameter: string): Rule {
  const parts = parameter.split('.');
  return {
    helm,
    says: `\`spec.${[...parts.slice(0, -1), ''].join('.').replace(/\.$/, '[]')}.${parts.at(-1)}\``,
    outcome: ({ path, value }) => {
      const index = path.findLast((part) => typeof part === 'number') ?? 0;
      return readTo([...parts.slice(0, -1), index, ...parts.slice(-1)], value, wholeNumber);
    },
  };
}
