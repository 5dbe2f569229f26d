import { interactionServers } from '@ixn/operator';
import { createKubeClient, type Transport } from '@ixn/kube-client';
import { typeOf } from './child-type.ts';
import type { CuttingProxy } from './cutting-proxy.ts';
import { chooseChildren, driftChild } from './drifts.ts';
import type { Scene } from './scene.ts';

export const acts = ['edit a child', 'delete a child', 'scale an instance', 'cut all connections', 'restart'] as const;
export type Act = (typeof acts)[number];

/** Of a hundred acts, how many are of each kind; a restart takes seconds, so it is rare. */
const shares: Readonly<Record<Act, number>> = {
  'edit a child': 50,
  'delete a child': 14,
  'scale an instance': 25,
  'cut all connections': 8,
  restart: 3,
};

/** The act that a random number from 0 to 1 stands for. */
export function chooseAct(random: number): Act {
  let left = random * 100;
  for (const act of acts) {
    left -= shares[act];
    if (left < 0) return act;
  }
  return 'edit a child';
}

export interface ActParts {
  readonly scene: Scene;
  readonly proxy: CuttingProxy;
  /** Straight to the API server. */
  readonly transport: Transport;
  readonly instances: number;
}

/** Does one act to a random object. What the server says to it does not matter: it may be just restarting. */
export async function perform(act: Act, { scene, proxy, transport, instances }: ActParts): Promise<void> {
  const client = createKubeClient(transport);
  const { namespace } = scene;
  const all = chooseChildren(scene.templates, instances, Number.POSITIVE_INFINITY);
  const child = all[Math.floor(Math.random() * all.length)];
  if (child === undefined) throw new Error('there is nothing to act on');
  const ref = { namespace, name: child.name };
  switch (act) {
    case 'edit a child':
      await driftChild(client, { ...ref, kind: child.kind }, 'soak');
      return;
    case 'delete a child':
      await client.delete(typeOf(child.kind), ref, { propagationPolicy: 'Background' });
      return;
    case 'scale an instance': {
      const name = `tenant-${1 + Math.floor(Math.random() * instances)}`;
      const spec = { ixnVQNode: { replicas: 1 + Math.floor(Math.random() * 3) } };
      await client.patch(interactionServers, { namespace, name }, { spec }, { fieldManager: 'soak' });
      return;
    }
    case 'cut all connections':
      proxy.cut();
      return;
    case 'restart':
      await scene.controlPlane.restart('kube-apiserver');
      return;
  }
}
