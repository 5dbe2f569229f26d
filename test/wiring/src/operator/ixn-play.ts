import { crashPod, healPod, makePodUnready, podAnnotations } from '@ixn/control-plane';
import { type Play, specAct } from './act.ts';
import { instanceObject } from './instance.ts';
import type { Scene } from './scene.ts';

/** Between the workloads of one instance: what stands behind the Service of IXN tells. */
export async function playIxn(scene: Scene): Promise<Play<'ixn'>> {
  const instance = 'ixn';
  const { controlPlane, namespace } = scene;
  const pod = { namespace, name: `${instance}-ixn-0` };
  await scene.apply(instanceObject(instance, {}));
  const heal = () => healPod(controlPlane, pod);
  return {
    instance,
    acts: {
      unready: { make: () => makePodUnready(controlPlane, pod), mend: heal },
      crashing: { make: () => crashPod(controlPlane, pod, 1), mend: heal },
      ending: {
        make: async () => {
          await scene.patch('pods', pod.name, { metadata: { annotations: { [podAnnotations.endAfter]: '6s' } } });
          await scene.remove('pods', pod.name);
        },
        mend: () => undefined, // the next pod comes by itself
      },
      stopped: specAct(scene, instance, { ixnServer: { replicas: 0 } }, { ixnServer: { replicas: 1 } }),
    },
    end: () => Promise.resolve(),
  };
}
