import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readKubeconfig, renderTokenKubeconfig } from '@ixn/control-plane';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parse } from 'yaml';
import { createNamespace, type TestNamespace } from '../src/cluster.ts';
import { conditionsOf, untilInstance, untilReady } from '../src/instance.ts';
import { type RunningOperator, startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const account = 'narrow-operator';
const apiGroup = 'rbac.authorization.k8s.io';
const clusterRole = readFileSync(resolve(import.meta.dirname, '../../../deploy/operator/cluster-role.yaml'), 'utf8');

/** The rights of deploy/operator, bound in one namespace as its comment says: nothing that is cluster-scoped. */
describe('an operator whose rights are narrowed to one namespace', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('narrow');
    await said(namespace, ['apply', '-f', '-'], clusterRole);
    operator = await startWith(namespace, { apiGroup, kind: 'ClusterRole', name: 'interaction-server-operator' }, []);
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
});

describe('an operator that polls, and may get the Secrets of some names alone', () => {
  let namespace: TestNamespace;
  let operator: RunningOperator;

  beforeAll(async () => {
    namespace = await createNamespace('narrow-polling');
    await namespace.apply(roleToGet(['ixn-db-secret-100']));
    const flags = ['--poll-references-seconds', '1'];
    operator = await startWith(namespace, { apiGroup, kind: 'Role', name: account }, flags);
  });
  afterAll(() => operator.stop());

  it('runs an instance that reads one of them, and says when it is gone', async () => {
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('allowed'));
    await untilReady(namespace, 'allowed');
    await namespace.delete('secrets', 'ixn-db-secret-100');
    await untilInstance(namespace, 'allowed', 'lacks its Secret', ({ Ready }) => Ready?.reason === 'SecretMissing');
    await namespace.apply(sampleSecret());
    await untilReady(namespace, 'allowed');
  });

  it('makes nothing of an instance that names another, says why, and goes on once it may get that', async () => {
    const instance = sampleInstance('another');
    instance.spec.ixnServer.db.credentialsSecretRef.name = 'another-secret';
    await namespace.apply({ ...sampleSecret(), metadata: { name: 'another-secret' } });
    await namespace.apply(instance);
    const found = await untilInstance(namespace, 'another', 'waits for a right', ({ Reconciling }) => {
      return Reconciling?.reason === 'ReferenceUnreadable';
    });
    const { Ready } = conditionsOf(found);
    expect(Ready?.status).toBe('Unknown');
    expect(Ready?.message).toMatch(/^Secret another-secret cannot be read: .*forbidden/);
    expect(await namespace.list('statefulsets', 'app.kubernetes.io/instance=another')).toEqual([]);

    await namespace.apply(roleToGet(['ixn-db-secret-100', 'another-secret']));
    await untilReady(namespace, 'another');
  });
});

/** The rights of the operator in one namespace, but to list and watch Secrets, and to get others than these. */
function roleToGet(resourceNames: readonly string[]) {
  const { rules }: { readonly rules: readonly { readonly resources: readonly string[] }[] } = parse(clusterRole);
  const others = rules.filter(({ resources }) => !resources.includes('secrets'));
  const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames };
  return { apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata: { name: account }, rules: [...others, secrets] };
}

/** Starts an operator for a namespace, with the rights of a role in there and no others. */
async function startWith(
  namespace: TestNamespace,
  roleRef: object,
  flags: readonly string[],
): Promise<RunningOperator> {
  await said(namespace, ['create', 'serviceaccount', account]);
  await namespace.apply({
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata: { name: account },
    roleRef,
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: namespace.name }],
  });
  const token = await said(namespace, ['create', 'token', account]);
  const { serverUrl, authority } = readKubeconfig(inject('controlPlane').kubeconfig);
  const kubeconfig = renderTokenKubeconfig({ serverUrl, authority, token: token.trim() });
  return startOperator([namespace.name], flags, kubeconfig);
}

/** What kubectl says on its standard output. */
async function said(namespace: TestNamespace, args: readonly string[], stdin?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await namespace.kubectl(args, stdin);
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}
