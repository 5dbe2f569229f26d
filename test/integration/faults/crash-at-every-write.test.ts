import { describe, expect, it } from 'vitest';
import type { TestNamespace } from '../src/cluster.ts';
import {
  closeScene,
  type Crash,
  crashAt,
  type CrashScene,
  openScene,
  record,
  type Stage,
} from '../src/crash-harness.ts';
import { conditionsOf } from '../src/instance.ts';
import { sampleInstance, sampleSecret } from '../src/samples.ts';

/** 1 kills the operator at every write; a greater number only at every so many-th, for runs that must not take long. */
const stride = Number(process.env['CRASH_STRIDE'] ?? 8);

const name = 'tenant-1';
const instance = sampleInstance(name);

/** The life of an instance; create and delete stand outside, so that the others find one. */
const creation: Stage = {
  name: 'create and delete',
  acts: [(namespace) => namespace.apply(instance), (namespace) => namespace.delete('interactionservers', name)],
};
const changes: readonly Stage[] = [
  { name: 'other images', acts: [changeImages('next'), changeImages('next-but-one')] },
  { name: 'other ports', acts: [changePorts(7001, 7002), changePorts(7003, 7004)] },
  { name: 'an autoscaler', acts: [changeAutoscaling({ maxReplicas: 4 }), changeAutoscaling(null)] },
  {
    name: 'drift',
    acts: [
      async (namespace) => {
        await namespace.delete('services', `${name}-ixn`);
        await namespace.patch('deployments', `${name}-ixn-node`, { spec: { replicas: 0 } });
      },
      async (namespace) => {
        await namespace.patch('configmaps', `${name}-vq-node`, { data: { DEFAULT_PORT: '1' } });
        await namespace.delete('networkpolicies', `${name}-ixn`);
      },
    ],
  },
];

describe.concurrent('an operator that is killed', () => {
  it.each(['before', 'after'] as const)(
    'right %s any of its writes ends in the same place when it is started again',
    async (when) => {
      const scene = await openScene(`crash-${when}`);
      try {
        await scene.namespace.apply(sampleSecret());
        const created = await crashAtEach(scene, creation, when);
        await record(scene, creation.acts[0], isReady);
        const changed: readonly string[][] = await inTurn(changes, (stage) => crashAtEach(scene, stage, when));
        const struck = [created, ...changed].flat();
        console.log(`killed ${when} ${struck.length} writes (stride ${stride})`);
        expect(struck.length).toBeGreaterThan(Math.floor(35 / stride));
        expect(scene.ixnPods.most()).toBe(1);
      } finally {
        await closeScene(scene);
      }
    },
    1_800_000,
  );
});

/** Records both acts, and then kills the operator at each write of each until there is none of that number. Gives the writes. */
async function crashAtEach(scene: CrashScene, { name: stage, acts }: Stage, when: Crash['when']): Promise<string[]> {
  const recordings = await inTurn(acts, (act) => record(scene, act, isOver));
  const most = Math.max(...recordings.map(({ writes }) => writes.length));
  const struck: string[] = [];
  // How often a status is written depends on how pods come up: there may be more writes than were recorded.
  for (let write = 1, reached = false; write <= most || reached; write += stride) {
    const found = await inTurn(recordings, (recorded, at) =>
      crashAt(scene, recorded, { write, when }).catch((error: unknown) => {
        throw new Error(`${stage}, act ${at + 1}, killed ${when} write ${write}`, { cause: error });
      }),
    );
    struck.push(...found.filter((one) => one !== undefined));
    reached = stride === 1 && found.some((one) => one !== undefined);
  }
  return struck;
}

/** One after the other, as each needs the place that the one before has led to. */
async function inTurn<A, B>(items: readonly A[], act: (item: A, at: number) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (const [at, item] of items.entries()) results.push(await act(item, at));
  return results;
}

async function isOver(namespace: TestNamespace): Promise<boolean> {
  const found = await namespace.get('interactionservers', name);
  if (found !== undefined) return isReady(namespace);
  const left = await Promise.all(
    ['pods', 'services', 'statefulsets', 'deployments', 'serviceaccounts', 'configmaps', 'networkpolicies'].map(
      (kind) => namespace.list(kind, `app.kubernetes.io/instance=${name}`),
    ),
  );
  return left.flat().length === 0;
}

/** Whether the instance says that it is Ready, and nothing of it is missing or changed by hand. */
async function isReady(namespace: TestNamespace): Promise<boolean> {
  const found = await namespace.get('interactionservers', name);
  if (found === undefined || found['status']?.observedGeneration !== found.metadata.generation) return false;
  if (conditionsOf(found)['Ready']?.status !== 'True') return false;
  const [deployment, service, policy, settings] = await Promise.all([
    namespace.get('deployments', `${name}-ixn-node`),
    namespace.get('services', `${name}-ixn`),
    namespace.get('networkpolicies', `${name}-ixn`),
    namespace.get('configmaps', `${name}-vq-node`),
  ]);
  const isMended = service !== undefined && policy !== undefined && settings?.['data'].DEFAULT_PORT !== '1';
  return isMended && deployment?.['spec'].replicas === 1 && deployment['status'].readyReplicas === 1;
}

function changeImages(tag: string) {
  const image = { image: { tag } };
  return (namespace: TestNamespace) =>
    namespace.patch('interactionservers', name, { spec: { ixnServer: image, ixnNode: image, ixnVQNode: image } });
}

/** The number of pods is handed over to an autoscaler, or back. */
function changeAutoscaling(autoscaling: object | null) {
  return (namespace: TestNamespace) =>
    namespace.patch('interactionservers', name, { spec: { ixnVQNode: { autoscaling } } });
}

function changePorts(ixnServer: number, ixnNode: number) {
  return (namespace: TestNamespace) =>
    namespace.patch('interactionservers', name, {
      spec: { ixnServer: { ports: { default: ixnServer } }, ixnNode: { ports: { default: ixnNode } } },
    });
}
