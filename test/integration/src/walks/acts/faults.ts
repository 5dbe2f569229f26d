import { type Workload, workloads } from '@ixn/connections';
import { crashPod, healPod, makePodUnready } from '@ixn/control-plane';
import { workloadOf } from '../journal.ts';
import { isBroken, type Model } from '../model.ts';
import { settle } from '../settle.ts';
import type { WalkScene } from '../walk-scene.ts';
import { type Act, mayBeDisturbed } from './act.ts';

/** The first pod of a workload by name; throws where there is none. */
function firstPod({ namespace, journal }: WalkScene, workload: Workload) {
  const names = journal
    .pods()
    .filter((pod) => workloadOf(pod) === workload && pod.metadata.deletionTimestamp === undefined)
    .map(({ metadata }) => metadata.name);
  const [name] = names.toSorted();
  if (name === undefined) throw new Error(`${workload} has no pod`);
  return { namespace: namespace.name, name };
}

const sound = (model: Model) =>
  workloads.filter(
    (workload) => model.faults[workload] === 'none' && model.rest.replicas[workload] > 0 && !isBroken(model, workload),
  );

const withFault = (model: Model, workload: Workload, fault: Model['faults'][Workload]) => ({
  ...model,
  faults: { ...model.faults, [workload]: fault },
});

/** A pod crashes again and again, or is not ready. */
export const podFault: Act = {
  weight: 6,
  moves: (model) =>
    sound(model).flatMap((workload) => [
      {
        words: `a pod of ${workload} crashes`,
        after: withFault(model, workload, 'crash'),
        disturbs: [],
        perform: (scene) => crashPod(scene.namespace, firstPod(scene, workload), 3),
      },
      {
        words: `a pod of ${workload} is not ready any more`,
        after: withFault(model, workload, 'unready'),
        disturbs: [],
        perform: (scene) => makePodUnready(scene.namespace, firstPod(scene, workload)),
      },
    ]),
};

export const podHealed: Act = {
  weight: 10,
  moves: (model) =>
    workloads
      .filter((workload) => model.faults[workload] !== 'none')
      .map((workload) => ({
        words: `the pods of ${workload} are sound again`,
        after: withFault(model, workload, 'none'),
        disturbs: [],
        perform: (scene) => healPods(scene, workload),
      })),
};

/** Takes back every fault of the pods of a workload. */
export async function healPods({ namespace, journal }: WalkScene, workload: Workload): Promise<void> {
  const pods = journal.pods().filter((pod) => workloadOf(pod) === workload);
  for (const { metadata } of pods) await healPod(namespace, { namespace: namespace.name, name: metadata.name });
}

/** Somebody deletes a pod in the ordinary way. */
export const podDeleted: Act = {
  weight: 4,
  moves: (model) =>
    sound(model)
      .filter(
        (workload) =>
          mayBeDisturbed(model, workload) ||
          (model.rest.replicas[workload] > 1 && settle(model).waits[workload] !== 'behind'),
      )
      .map((workload) => ({
        words: `a pod of ${workload} is deleted`,
        after: model,
        disturbs: [workload],
        perform: async (scene) => scene.namespace.delete('pods', firstPod(scene, workload).name),
      })),
};
