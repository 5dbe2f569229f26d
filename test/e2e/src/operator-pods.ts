import type { V1Lease, V1Pod } from '@kubernetes/client-node';
import { operatorSelector } from './install-operator.ts';
import { eventually, type Scene } from './scene.ts';

/** The pods of the operator, of which one works. */
export function operatorPods({ kubectl, facts }: Scene): Promise<readonly V1Pod[]> {
  return kubectl.list<V1Pod>('pods', facts.namespaces.operator, operatorSelector);
}

/** The pod that holds the Lease; waits until one of those that run does. */
export function leadingOperator(scene: Scene): Promise<V1Pod> {
  const { release, namespaces } = scene.facts;
  return eventually('an operator leads', async () => {
    const lease = await scene.kubectl.get<V1Lease>('leases', release, namespaces.operator);
    // The holder is the name of the pod, and what tells its processes apart.
    const [holder] = lease?.spec?.holderIdentity?.split('_') ?? [];
    return (await operatorPods(scene)).find(({ metadata }) => metadata?.name === holder);
  });
}
