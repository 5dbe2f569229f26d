import { clusterScopedRules, type Fields, operatorName } from './base.ts';

const apiGroup = 'rbac.authorization.k8s.io';

/** What an operator of some namespaces needs on the cluster: a role of the rules on cluster-scoped objects, and its binding. */
export function clusterReads(): readonly Fields[] {
  const metadata = { name: `${operatorName}-cluster`, labels: { 'app.kubernetes.io/name': operatorName } };
  return [
    { apiVersion: `${apiGroup}/v1`, kind: 'ClusterRole', metadata, rules: clusterScopedRules() },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup, kind: 'ClusterRole', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name: operatorName, namespace: 'ixn-operator' }],
    },
  ];
}
