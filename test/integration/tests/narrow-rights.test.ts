import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readKubeconfig } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const account = 'narrow-operator';
const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'interaction-server-operator' };

/** The rights of deploy/operator, bound in one namespace as its comment says: nothing that is cluster-scoped. */
describe('an operator whose rights are narrowed to one namespace', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('narrow');
    const clusterRole = resolve(import.meta.dirname, '../../../deploy/operator/cluster-role.yaml');
    await said(['apply', '-f', '-'], readFileSync(clusterRole, 'utf8'));
    await said(['create', 'serviceaccount', account]);
    await namespace.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: account },
      roleRef: role,
      subjects: [{ kind: 'ServiceAccount', name: account, namespace: namespace.name }],
    });
    const token = await said(['create', 'token', account]);
    operator = await startOperator([namespace.name], [], kubeconfigOf(token.trim()));
  });
  afterAll(() => operator.stop());

  it('runs an instance all the same, and says what it may not look at', async () => {
    const sample = sampleInstance('narrow');
    await namespace.apply(sampleSecret());
    await namespace.apply({ ...sample, spec: { ...sample.spec, deletionProtection: true } });
    const instance = await untilReady(namespace, 'narrow');
    expect(conditionsOf(instance)['DeletionProtected']).toMatchObject({
      status: 'Unknown',
      reason: 'ProtectionPolicyUnreadable',
    });
  });

  /** What kubectl says on its standard output. */
  async function said(args: readonly string[], stdin?: string): Promise<string> {
    const { exitCode, stdout, stderr } = await namespace.kubectl(args, stdin);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout;
  }
});

/** A kubeconfig of whoever has the token. */
function kubeconfigOf(token: string): string {
  const { serverUrl, authority } = readKubeconfig(inject('controlPlane').kubeconfig);
  const data = Buffer.from(authority).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: serverUrl, 'certificate-authority-data': data } }],
    users: [{ name: 'u', user: { token } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
}
