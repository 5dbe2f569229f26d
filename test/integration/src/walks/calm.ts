import { workloads } from '@ixn/connections';
import { reviveNode } from '@ixn/control-plane';
import { healPods } from './acts/index.ts';
import { missingImage, type Model, perWorkload, referenceNames } from './model.ts';
import { type Step, toStep } from './plan-walk.ts';
import type { WalkScene } from './walk-scene.ts';

/** Mends everything at once and lets everything go that waits: whatever came before, the instance is to be whole after it. */
export function calmStep(model: Model): Step {
  const after: Model = {
    ...model,
    tags: perWorkload((workload) => (model.tags[workload] === missingImage ? 'v4' : model.tags[workload])),
    replicas: perWorkload((workload) => Math.max(1, model.replicas[workload])),
    pause: { spec: 'None', annotation: 'None' },
    window: 'open',
    refused: false,
    references: {
      'ixn-db': { ...model.references['ixn-db'], state: 'present' },
      'node-db': { ...model.references['node-db'], state: 'present' },
      kafka: { ...model.references.kafka, state: 'present' },
      'pg-ca': { ...model.references['pg-ca'], state: 'present' },
    },
    nodeDead: false,
    faults: perWorkload(() => 'none'),
  };
  return toStep(model, { words: 'everything is mended', after, disturbs: [], perform: (scene) => mend(scene, after) });
}

async function mend(scene: WalkScene, after: Model): Promise<void> {
  if (scene.node !== undefined) await reviveNode(scene.namespace, scene.node);
  for (const workload of workloads) await healPods(scene, workload);
  for (const name of referenceNames) await scene.put(name, after);
  await scene.say(after);
}
