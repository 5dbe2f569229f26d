import { podAnnotations, poll } from '@ixn/control-plane';
import type { Scene } from '../operator/scene.ts';

/** Keeps the simulated nodes from ending the pods of Jobs, which they do at once otherwise. */
export async function leaveJobsAlone(scene: Scene): Promise<void> {
  const metadata = { name: 'jobs-run-for-long' };
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const expression = `Object{metadata: Object.metadata{annotations: {"${podAnnotations.completeAfter}": "24h"}}}`;
  await scene.apply(
    {
      apiVersion,
      kind: 'MutatingAdmissionPolicy',
      metadata,
      spec: {
        reinvocationPolicy: 'Never',
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
        },
        matchConditions: [{ name: 'once', expression: "object.spec.restartPolicy == 'Never'" }],
        mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }],
      },
    },
    {
      apiVersion,
      kind: 'MutatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: metadata.name },
    },
  );
  const tryIt = [
    'run',
    'any',
    '--image=any',
    '--restart=Never',
    '--dry-run=server',
    '-n',
    scene.namespace,
    '-o',
    'json',
  ];
  await poll({ until: 'pods that run once are left alone', timeoutMs: 20_000 }, async () => {
    const { stdout } = await scene.controlPlane.kubectl(tryIt);
    return stdout.includes(podAnnotations.completeAfter) ? true : undefined;
  });
}
