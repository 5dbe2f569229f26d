import { imageTags } from '@ixn/control-plane';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AnyObject, createNamespace, eventually, type TestNamespace } from '../src/cluster.ts';
import { untilInstance, untilReady } from '../src/instance.ts';
import { startOperator } from '../src/operator.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

const statefulSetController = 'system:serviceaccount:kube-system:statefulset-controller';

/** Keeps the StatefulSet controller from deleting pods, as Kubernetes 1.35.0 to 1.35.3 does by itself. */
async function holdStatefulSetController(namespace: TestNamespace, pod: string): Promise<void> {
  const { name } = namespace;
  const api = 'admissionregistration.k8s.io/v1';
  await namespace.apply({
    apiVersion: api,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['DELETE'] }],
      },
      validations: [{ expression: `request.userInfo.username != '${statefulSetController}'` }],
    },
  });
  await namespace.apply({
    apiVersion: api,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'] },
  });
  onTestFinished(async () => {
    await namespace.kubectl(['delete', 'validatingadmissionpolicies,validatingadmissionpolicybindings', name]);
  });
  const tryIt = ['delete', 'pod', pod, '--dry-run=server', `--as=${statefulSetController}`];
  await eventually('the StatefulSet controller may delete no pod', async () => {
    return (await namespace.kubectl(tryIt)).exitCode === 0 ? undefined : true;
  });
}

describe('a broken pod that the StatefulSet controller does not replace', () => {
  it('is deleted once the spec is mended where the API server is of such a version, and only there', async () => {
    const namespace = await createNamespace('stuck');
    const pods = () => namespace.list('pods', 'app.kubernetes.io/component=ixn-server');
    const setImage = (tag: string) =>
      namespace.patch('interactionservers', 'stuck', { spec: { ixnServer: { image: { tag } } } });
    const reasons = async () => (await namespace.list('events')).map((event: AnyObject) => event['reason']);

    const other = await startOperator([namespace.name]);
    await namespace.apply(sampleSecret());
    await namespace.apply(sampleInstance('stuck'));
    await untilReady(namespace, 'stuck');
    await setImage(imageTags.missing);
    const failing = await untilInstance(namespace, 'stuck', 'has no image', ({ IxnServerReady }) => {
      return IxnServerReady?.reason === 'ImagePullBackOff';
    });
    const { generation } = failing['status'].workloads[0];
    const [broken] = await pods();
    if (broken === undefined) throw new Error('there is no pod of IXN');
    await holdStatefulSetController(namespace, broken.metadata.name);

    await setImage('mended');
    await untilInstance(namespace, 'stuck', 'has a mended template', (_, { status }) => {
      return status.workloads[0].generation > generation && status.workloads[0].updated === 0;
    });
    await other.stop();
    expect((await pods()).map(({ metadata }) => metadata.uid)).toEqual([broken.metadata.uid]);
    expect(await reasons()).not.toContain('StuckPodDeleted');

    const operator = await startOperator([namespace.name], [], undefined, { serverVersion: 'v1.35.2' });
    const ready = await untilReady(namespace, 'stuck');
    expect((await pods()).map(({ metadata }) => metadata.uid)).not.toContain(broken.metadata.uid);
    expect(ready['status'].workloads[0]).toMatchObject({ updated: 1, ready: 1 });
    await expect.poll(reasons).toContain('StuckPodDeleted');
    await operator.stop();
  }, 90_000);
});
