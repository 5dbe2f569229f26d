import { type Right, type RightScope, rights } from '@ixn/operator';
import { wrap } from '../markdown.ts';

/** The name and the labels of the operator's objects, as they stand in deploy/operator. */
export const operatorName = 'interaction-server-operator';

const apiGroup = 'rbac.authorization.k8s.io';
const notice = '# Written by `npm run generate` from apps/operator/src/rights.ts; change it there.\n';

/** The rules of a role that gives the rights of these scopes, as YAML at the left margin, each with the word why. */
export function rulesYaml(scopes: readonly RightScope[]): string {
  return rights
    .filter(({ scope }) => scopes.includes(scope))
    .map(ruleYaml)
    .join('');
}

/** deploy/operator/cluster-role.yaml: what is needed wherever instances are, and on objects that are in no namespace. */
export function clusterRoleYaml(): string {
  const about =
    '# What the operator does, and nothing else. To give it some namespaces only, start it with --namespaces and bind this role by\n' +
    '# a RoleBinding in each of them.\n';
  return notice + about + roleYaml({ kind: 'ClusterRole', name: operatorName }, ['instances', 'cluster']);
}

/** deploy/operator/role.yaml: what is needed in the operator's own namespace, which here is that of its Lease too. */
export function ownRoleYaml(): string {
  return notice + roleYaml({ kind: 'Role', name: operatorName, namespace: 'ixn-operator' }, ['lease', 'own']);
}

/** deploy/overlays/namespaced/cluster-reads.yaml: what an operator of some namespaces needs on the cluster, and its binding. */
export function clusterReadsYaml(): string {
  const name = `${operatorName}-cluster`;
  const binding = [
    ...head('ClusterRoleBinding', name),
    'roleRef:',
    `  apiGroup: ${apiGroup}`,
    '  kind: ClusterRole',
    `  name: ${name}`,
    'subjects:',
    '  - kind: ServiceAccount',
    `    name: ${operatorName}`,
    '    namespace: ixn-operator',
  ];
  return `${notice}${roleYaml({ kind: 'ClusterRole', name }, ['cluster'])}---\n${lines(binding)}`;
}

interface RoleName {
  readonly kind: 'ClusterRole' | 'Role';
  readonly name: string;
  readonly namespace?: string;
}

function roleYaml({ kind, name, namespace }: RoleName, scopes: readonly RightScope[]): string {
  const rules = rulesYaml(scopes).replaceAll(/^(?=.)/gm, '  ');
  return `${lines(head(kind, name, namespace))}rules:\n${rules}`;
}

function head(kind: string, name: string, namespace?: string): readonly string[] {
  return [
    `apiVersion: ${apiGroup}/v1`,
    `kind: ${kind}`,
    'metadata:',
    `  name: ${name}`,
    ...(namespace === undefined ? [] : [`  namespace: ${namespace}`]),
    '  labels:',
    `    app.kubernetes.io/name: ${operatorName}`,
  ];
}

/** A rule for each API group, under one word of explanation. */
function ruleYaml({ why, on, names, verbs }: Right): string {
  const groups = Map.groupBy(on, ({ group }) => group);
  const rules = [...groups].flatMap(([group, targets]) => [
    `- apiGroups: [${group === '' ? '""' : group}]`,
    `  resources: [${targets.map(({ resource }) => resource).join(', ')}]`,
    ...(names === undefined ? [] : [`  resourceNames: [${names.join(', ')}]`]),
    `  verbs: [${verbs.join(', ')}]`,
  ]);
  const comment = wrap(why).replaceAll(/^/gm, '# ');
  return lines([comment, ...rules]);
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
