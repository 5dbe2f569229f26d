import { apiVersion, resourceType } from '@ixn/interaction-server';
import { eventually } from './scene.ts';
import type { Kubectl } from './kubectl.ts';

const name = 'e2e-without-finalizers';

/**
 * Waits until the API server, where it guards owner references, has heard of InteractionServers: within half a minute after
 * their definition it refuses whatever one of them owns.
 */
export async function untilOwnersAreKnown(kubectl: Kubectl, namespace: string): Promise<void> {
  await eventually('the API server knows InteractionServers as owners', async () => {
    const said = await makeOwnedWithoutRightToFinalizers(kubectl, namespace);
    return !said.includes('cannot find RESTMapping') || undefined;
  });
}

/**
 * What the API server says when somebody who may create ConfigMaps, but has no right to finalizers of instances, makes a
 * ConfigMap that an instance owns; nothing is made.
 */
export async function makeOwnedWithoutRightToFinalizers(kubectl: Kubectl, namespace: string): Promise<string> {
  const apiGroup = 'rbac.authorization.k8s.io';
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['create'] }];
  await kubectl.apply({ apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata: { name, namespace }, rules });
  await kubectl.apply({
    apiVersion: `${apiGroup}/v1`,
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup, kind: 'Role', name },
    subjects: [{ apiGroup, kind: 'User', name }],
  });
  // Whether there is such an owner is not looked at.
  const owner = { apiVersion, kind: resourceType.kind, name, uid: name, controller: true, blockOwnerDeletion: true };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ownerReferences: [owner] } };
  const create = ['create', '--dry-run=server', '--as', name, '-f', '-'];
  const { stdout, stderr } = await kubectl.attempt(create, JSON.stringify(object));
  await kubectl.run(['delete', 'role,rolebinding', name, '-n', namespace]);
  return stdout + stderr;
}
