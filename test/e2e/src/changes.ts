import { applyInstance, type Instance, playedBy, podsOf, untilReady } from './instance.ts';
import { eventually, type Scene } from './scene.ts';

const annotation = 'e2e-change';

/** Changes IXN Node of an instance; resolves when a pod with that change is there, and the instance is Ready. */
export async function rollOut(scene: Scene, instance: Instance, change: string): Promise<void> {
  const podTemplate = playedBy('ixnNode', { annotations: { [annotation]: change } });
  await applyInstance(scene, instance, { ixnNode: { podTemplate }, ixnVQNode: { replicas: vqNodes } });
  await eventually(`IXN Node has the change ${change}`, async () => {
    const pods = await podsOf(scene, instance, 'ixnNode');
    return pods.some(({ metadata }) => metadata?.annotations?.[annotation] === change) || undefined;
  });
  await untilReady(scene, instance);
}

/** So many VQ Nodes an instance of `rollOut` has. */
export const vqNodes = 3;
