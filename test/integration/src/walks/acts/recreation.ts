import { workloads } from '@ixn/connections';
import { eventually } from '../../cluster.ts';
import { isMissing, pauseOf } from '../model.ts';
import { give, settle } from '../settle.ts';
import { instanceName } from '../walk-manifests.ts';
import { type Act, isMending } from './act.ts';

/** The instance is deleted and made anew under the same name; the log volume stays. */
export const recreation: Act = {
  weight: 2,
  moves: (model) => {
    const { obstacle } = settle(model);
    if (!isMending(model) || pauseOf(model) !== 'None' || obstacle !== 'none' || model.refused || isMissing(model))
      return [];
    const after = workloads.reduce((given, workload) => give(given, workload), model);
    return [
      {
        words: 'the instance is deleted and made anew',
        after,
        disturbs: workloads,
        perform: async (scene) => {
          await scene.namespace.delete('interactionservers', instanceName);
          await eventually('the instance is gone', async () => {
            return (await scene.namespace.get('interactionservers', instanceName)) === undefined || undefined;
          });
          await scene.say(after);
        },
      },
    ];
  },
};
