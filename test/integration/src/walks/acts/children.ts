import { type Workload, workloads } from '@ixn/connections';
import { eventually } from '../../cluster.ts';
import { isBroken, isMissing, type Model, pauseOf } from '../model.ts';
import { give, settle } from '../settle.ts';
import { objectName, resourceOf } from '../walk-manifests.ts';
import { type Act, isMending, mayBeDisturbed } from './act.ts';

const simpleChildren = (model: Model): readonly (readonly [resource: string, name: string])[] =>
  workloads.flatMap((workload) => [
    ['services', objectName(workload)],
    // Without it no pod can be made.
    ...(isMended(model) ? ([['serviceaccounts', objectName(workload)]] as const) : []),
    ['configmaps', objectName(workload)],
    ...(model.rest.policy === 'Off' ? [] : ([['networkpolicies', objectName(workload)]] as const)),
  ]);

/** Whether what drifts now is put back. */
function isMended(model: Model): boolean {
  return !settle({ ...model, drifted: true }).model.drifted;
}

/** Somebody deletes an object that no pod comes from. */
export const childDeleted: Act = {
  weight: 4,
  moves: (model) =>
    simpleChildren(model)
      .filter(() => !model.drifted)
      .map(([resource, name]) => ({
        words: `${resource}/${name} is deleted`,
        after: { ...model, drifted: true },
        disturbs: [],
        perform: async ({ namespace }) => {
          const before = await namespace.get(resource, name);
          await namespace.delete(resource, name);
          if (!isMended(model)) return;
          await eventually(`${resource}/${name} is back`, async () => {
            const found = await namespace.get(resource, name);
            return found === undefined || found.metadata.uid === before?.metadata.uid ? undefined : found;
          });
        },
      })),
};

/** Somebody deletes a workload; it is made anew, as it is wanted now. */
export const workloadDeleted: Act = {
  weight: 3,
  moves: (model) =>
    workloads
      .filter((workload) => isMending(model) && !model.refused && !isMissing(model) && mayBeDisturbed(model, workload))
      .map((workload) => ({
        words: `${resourceOf(workload)}/${objectName(workload)} is deleted`,
        after: give(model, workload),
        disturbs: [workload],
        perform: ({ namespace }) => namespace.delete(resourceOf(workload), objectName(workload)),
      })),
};

/** Somebody changes settings that pods read at their start alone: they are put back, and nothing restarts. */
export const settingsEdited: Act = {
  weight: 3,
  moves: (model) =>
    workloads
      .filter(() => !model.drifted)
      .map((workload) => ({
        words: `configmaps/${objectName(workload)} is edited`,
        after: { ...model, drifted: true },
        disturbs: [],
        perform: async ({ namespace }) => {
          const name = objectName(workload);
          await namespace.patch('configmaps', name, { data: { TENANT_SID: 'edited' } });
          if (!isMended(model)) return;
          await eventually(`configmaps/${name} is put back`, async () => {
            const found = await namespace.get('configmaps', name);
            return found?.['data'].TENANT_SID === 'edited' ? undefined : true;
          });
        },
      })),
};

/** Somebody scales a workload by hand; it is put back. */
export const workloadScaled: Act = {
  weight: 3,
  moves: (model) =>
    (['ixnNode', 'ixnVQNode'] as const)
      .filter(() => isMending(model) && isMended(model))
      .filter((workload) => mayBeDisturbed(model, workload) && model.faults[workload] === 'none')
      .map((workload) => ({
        words: `${resourceOf(workload)}/${objectName(workload)} is scaled by hand`,
        after: model,
        disturbs: [workload],
        perform: ({ namespace }) =>
          namespace.patch(resourceOf(workload), objectName(workload), {
            spec: { replicas: model.rest.replicas[workload] + 1 },
          }),
      })),
};

const containers: Readonly<Record<Workload, string>> = {
  ixnServer: 'ixn-server',
  ixnNode: 'ixn-node',
  ixnVQNode: 'vq-node',
};

/** Somebody gives a workload another image by hand; that restarts it, and so does putting it back. */
export const templateEdited: Act = {
  weight: 3,
  moves: (model) =>
    workloads
      .filter(
        (workload) =>
          isMending(model) &&
          pauseOf(model) === 'None' &&
          model.window === 'none' &&
          !isBroken(model, 'ixnServer') &&
          mayBeDisturbed(model, workload),
      )
      .map((workload) => ({
        words: `${objectName(workload)} gets another image by hand`,
        after: give(model, workload),
        disturbs: [workload],
        rewrites: [workload],
        perform: async ({ namespace }) => {
          const image = `${containers[workload]}=registry.example.com/by-hand:1`;
          const args = ['set', 'image', `${resourceOf(workload)}/${objectName(workload)}`, image];
          const { exitCode, stderr } = await namespace.kubectl(args);
          if (exitCode !== 0) throw new Error(stderr);
        },
      })),
};

/** `kubectl rollout restart` works as ever. */
export const rolloutRestart: Act = {
  weight: 5,
  moves: (model) =>
    workloads
      .filter((workload) => mayBeDisturbed(model, workload))
      .map((workload) => ({
        words: `${objectName(workload)} is restarted by kubectl`,
        after: { ...model, faults: { ...model.faults, [workload]: 'none' } },
        disturbs: [workload],
        rewrites: [workload],
        perform: async ({ namespace }) => {
          const { exitCode, stderr } = await namespace.kubectl([
            'rollout',
            'restart',
            `${resourceOf(workload)}/${objectName(workload)}`,
          ]);
          if (exitCode !== 0) throw new Error(stderr);
        },
      })),
};
