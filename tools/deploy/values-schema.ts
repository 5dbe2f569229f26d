import { describeSettings, type SettingDescription } from '@ixn/operator';

type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const flag = { type: 'boolean' };
const port = { type: 'integer', minimum: 1, maximum: 65_535 };
const texts = map(text);
/** What Kubernetes has a schema of: the API server says what is wrong with it. */
const anyMap = { type: 'object' };
const anyList = { type: 'array', items: { type: 'object' } };
const pullPolicy = { enum: ['Always', 'IfNotPresent', 'Never'] };
const namespaceName = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' };

/** Settings that have a value of their own, or that have no meaning in a cluster. */
export const settingsElsewhere: readonly string[] = ['namespaces', 'context'];

/** The settings that `.Values.settings` takes, by their names there. */
export function chartSettings(): ReadonlyMap<string, SettingDescription> {
  const settings = describeSettings().filter(({ name }) => !settingsElsewhere.includes(name));
  return new Map(settings.map((setting) => [camelCase(setting.name), setting]));
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function settingSchema({ value, help }: SettingDescription): Schema {
  const words = value.split('|');
  if (value === 'true|false') return { ...flag, description: help };
  if (words.length > 1) return { enum: words, description: help };
  if (value === 'PORT') return { ...port, description: help };
  if (['COUNT', 'SECONDS'].includes(value)) return { type: 'integer', minimum: 1, description: help };
  return { ...text, description: help };
}

/** values.schema.json: Helm refuses a value that it does not know, or of another type. */
export function valuesSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Values of interaction-server-operator',
    ...object({
      nameOverride: text,
      fullnameOverride: text,
      namespaces: { type: 'array', maxItems: 100, uniqueItems: true, items: namespaceName },
      replicas: { type: 'integer', minimum: 0 },
      image: object({
        repository: { ...text, minLength: 1 },
        tag: text,
        digest: { type: 'string', pattern: '^(sha256:[0-9a-f]{64})?$' },
        pullPolicy,
      }),
      imagePullSecrets: anyList,
      settings: object(Object.fromEntries([...chartSettings()].map(([name, each]) => [name, settingSchema(each)]))),
      extraEnv: anyList,
      extraVolumes: anyList,
      extraVolumeMounts: anyList,
      crds: object({ install: flag, keep: flag }),
      deletionProtection: object({ install: flag }),
      rbac: object({ create: flag, clusterReads: flag }),
      serviceAccount: object({ create: flag, name: text, annotations: texts }),
      podAnnotations: texts,
      podLabels: texts,
      podSecurityContext: anyMap,
      securityContext: anyMap,
      resources: anyMap,
      nodeSelector: texts,
      tolerations: anyList,
      affinity: anyMap,
      topologySpreadConstraints: anyList,
      priorityClassName: text,
      podDisruptionBudget: object({ enabled: flag }),
      networkPolicy: networkPolicySchema(),
      metrics: metricsSchema(),
      // Helm hands values that charts above this one share to each of them.
      global: anyMap,
    }),
  };
}

function networkPolicySchema(): Schema {
  const ports = { type: 'array', minItems: 1, items: port };
  return object({
    enabled: flag,
    metricsFrom: anyList,
    dns: object({ to: anyList, ports }),
    apiServer: object({ to: anyList, ports }),
    dependencies: object({ allow: flag, rules: anyList }),
  });
}

function metricsSchema(): Schema {
  const duration = { type: 'string', pattern: '^([0-9]+(ms|s|m|h))+$' };
  return object({
    authentication: { enum: ['None', 'KubeRBACProxy'] },
    proxy: object({ image: { ...text, minLength: 1 }, pullPolicy, tlsSecretName: text, resources: anyMap }),
    podMonitor: object({ enabled: flag, labels: texts, interval: duration, tokenSecretName: text }),
    prometheusRule: object({ enabled: flag, labels: texts }),
    dashboards: object({ enabled: flag, labels: texts }),
  });
}

function object(properties: Schema): Schema {
  return { type: 'object', additionalProperties: false, properties };
}

function map(of: Schema): Schema {
  return { type: 'object', additionalProperties: of };
}
