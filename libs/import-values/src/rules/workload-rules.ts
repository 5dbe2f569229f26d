import { type Workload, workloads } from '@ixn/connections';
import { type DatabaseWorkload, helmPrefixes } from '../facts.ts';
import { quantity, sslMode, text, wholeNumber, yesOrNo } from './readers.ts';
import { fieldRule, ignored, ignoredRule, mapped, notUnderstood, readTo, type Rule } from './rule.ts';

/** What every workload has: its image, its resources, and ways to say where it runs. */
function commonRules(workload: Workload): readonly Rule[] {
  const helm = helmPrefixes[workload];
  const image = workload === 'ixnVQNode' ? `${helm}.image` : `ixnService.image.${workload}`;
  return [
    fieldRule(`${image}.repository`, `${workload}.image.repository`, text),
    fieldRule(`${image}.tag`, `${workload}.image.tag`, text),
    resourcesRule(`${helm}.resources`, [workload, 'resources'], `spec.${workload}.resources`),
    ...placementFields.map((field) => placementRule(helm, [workload], field)),
  ];
}

/** Fields of pods that charts offer, as they are. */
const placementFields = ['nodeSelector', 'tolerations', 'affinity', 'priorityClassName'] as const;

function placementRule(helm: string, targets: readonly Workload[], field: (typeof placementFields)[number]): Rule {
  const path = `${helm}.${field}`;
  return {
    helm: field === 'priorityClassName' ? path : `${path}.**`,
    says: `\`podTemplate.spec.${field}\` of ${targets.join(' and ')}`,
    takesEmpty: true,
    outcome: ({ path: from, value }) => {
      const below = from.slice(helm.split('.').length);
      return {
        fate: 'mapped',
        targets: targets.map((workload) => ({ path: [workload, 'podTemplate', 'spec', ...below], value })),
      };
    },
  };
}

function resourcesRule(helm: string, to: readonly string[], says: string): Rule {
  return {
    helm: `${helm}.*.*`,
    says: `\`${says}\``,
    outcome: ({ path, value }) => {
      const [list, name] = path.slice(-2);
      const isKnown = list === 'requests' || list === 'limits';
      if (!isKnown || name === undefined) return notUnderstood('resources have requests and limits');
      return readTo([...to, list, name], value, quantity);
    },
  };
}

/** What IXN and IXN Node have: a database, whose user stands in a Secret. */
function databaseRules(workload: DatabaseWorkload): readonly Rule[] {
  const helm = helmPrefixes[workload];
  const db = `${workload}.db`;
  return [
    {
      helm: `${helm}.db.engine`,
      says: 'not needed: PostgreSQL is the only one',
      outcome: ({ value }) =>
        /^postgre(s|sql)?$/i.test(String(value))
          ? ignored('PostgreSQL is the only one')
          : notUnderstood('the operator knows PostgreSQL alone'),
    },
    fieldRule(`${helm}.db.host`, `${db}.host`, text),
    fieldRule(`${helm}.db.name`, `${db}.name`, text),
    fieldRule(`${helm}.dbinit.enabled`, `${workload}.dbinit.enabled`, yesOrNo),
    ignoredRule(`${helm}.secrets.db.enabled`, 'not needed: the operator reads a Secret that is there, and makes none'),
    fieldRule(`${helm}.secrets.db.secretName`, `${db}.credentialsSecretRef.name`, text),
    credentialRule(workload, 'username'),
    credentialRule(workload, 'password'),
  ];
}

/** A user name goes into the Secret that is written to be filled in; a password goes nowhere. */
function credentialRule(workload: DatabaseWorkload, key: 'username' | 'password'): Rule {
  return {
    helm: `${helmPrefixes[workload]}.secrets.db.${key}`,
    says: `a Secret to fill in, key \`${key}\`${key === 'password' ? '; the password itself is never copied' : ''}`,
    outcome: ({ value }, { databaseSecrets }) => {
      const secret = databaseSecrets[workload];
      const known = key === 'username' ? { value: String(value) } : {};
      const reference = { path: [workload, 'db', 'credentialsSecretRef', 'name'], value: secret };
      return { fate: 'mapped', targets: [reference], secretKey: { secret, key, ...known } };
    },
  };
}

const ixnServerRules: readonly Rule[] = [
  fieldRule('ixnService.ixnServer.confServer.host', 'ixnServer.confServer.host', text),
  fieldRule('ixnService.ixnServer.confServer.appName', 'ixnServer.confServer.appName', text),
  fieldRule('ixnService.ixnServer.db.connectionString', 'ixnServer.db.connectionString', text),
  fieldRule('ixnService.ixnServer.logStorage.storageSize', 'ixnServer.logStorage.storageSize', text),
  fieldRule('ixnService.ixnServer.logStorage.storageClassName', 'ixnServer.logStorage.storageClassName', text),
  fieldRule('ixnService.ixnServer.logStorage.mountPath', 'ixnServer.logStorage.mountPath', text),
  fieldRule('ixnService.image.logSidecar.repository', 'ixnServer.logSidecar.image.repository', text),
  fieldRule('ixnService.image.logSidecar.tag', 'ixnServer.logSidecar.image.tag', text),
];

const consulHost = 'the agent on the own node is the default';

const ixnNodeRules: readonly Rule[] = [
  fieldRule('ixnService.ixnNode.configNode.host', 'ixnNode.configNode.host', text),
  fieldRule('ixnService.ixnNode.db.options.keepAlive', 'ixnNode.db.options.keepAlive', yesOrNo),
  fieldRule(
    'ixnService.ixnNode.db.options.keepAliveInitialDelayMillis',
    'ixnNode.db.options.keepAliveInitialDelayMillis',
    wholeNumber,
  ),
  {
    helm: 'ixnService.ixnNode.db.options.ssl',
    says: '`spec.ixnNode.db.sslMode`: true is `require`; set `verify-full` with `ca` to have the certificate verified',
    outcome: ({ value }) => readTo(['ixnNode', 'db', 'sslMode'], value, sslMode),
  },
  fieldRule('ixnService.ixnNode.consul.host', 'ixnNode.consul.host', text),
  ...['', '.fieldPath'].map((field): Rule => {
    return {
      helm: `ixnService.ixnNode.consul.host.valueFrom.fieldRef${field}`,
      says: `\`spec.ixnNode.consul\` without a host: ${consulHost}`,
      outcome: ({ value }) =>
        value === 'status.hostIP' ? mapped(['ixnNode', 'consul']) : notUnderstood('it is not status.hostIP'),
    };
  }),
  ignoredRule('ixnService.ixnNode.consul.host.valueFrom.fieldRef.apiVersion', `not needed: ${consulHost}`),
  fieldRule('ixnService.ixnNode.consul.sslMode', 'ixnNode.consul.sslMode', yesOrNo),
  fieldRule('ixnService.ixnNode.storingSessions', 'ixnNode.storingSessions.enabled', yesOrNo),
  fieldRule('ixnService.ixnNode.storingSessions.enabled', 'ixnNode.storingSessions.enabled', yesOrNo),
  {
    helm: 'ixnService.ixnNode.settings.*',
    says: '`spec.ixnNode.settings`',
    outcome: ({ path, value }) => readTo(['ixnNode', 'settings', String(path.at(-1))], value, text),
  },
];

/** The rules of the workloads, workload by workload. */
export const workloadRules: readonly Rule[] = [
  ...workloads.flatMap(commonRules),
  ...placementFields.map((field) => placementRule('ixnService', ['ixnServer', 'ixnNode'], field)),
  ...databaseRules('ixnServer'),
  ...ixnServerRules,
  ...databaseRules('ixnNode'),
  ...ixnNodeRules,
];
