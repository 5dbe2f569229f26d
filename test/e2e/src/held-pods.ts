import { eventually, type Scene } from './scene.ts';

const controller = 'system:serviceaccount:kube-system:statefulset-controller';
const name = 'e2e-held-pods';
const api = 'admissionregistration.k8s.io/v1';

/**
 * Keeps the StatefulSet controller from deleting pods of the instances, as Kubernetes 1.35.0 to 1.35.3 does by itself; resolves
 * when a dry run about this pod shows it. The result lifts it again.
 */
export async function holdStatefulSetController(
  { kubectl, facts }: Scene,
  pod: string,
): Promise<() => Promise<unknown>> {
  const namespace = facts.namespaces.instances;
  await kubectl.apply({
    apiVersion: api,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['DELETE'] }],
      },
      validations: [{ expression: `request.userInfo.username != '${controller}'` }],
    },
  });
  await kubectl.apply({
    apiVersion: api,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  });
  const tryIt = ['delete', 'pod', pod, '-n', namespace, '--dry-run=server', `--as=${controller}`];
  await eventually('the StatefulSet controller may delete no pod', async () => {
    return (await kubectl.attempt(tryIt)).exitCode === 0 ? undefined : true;
  });
  return () => kubectl.run(['delete', 'validatingadmissionpolicies,validatingadmissionpolicybindings', name]);
}
