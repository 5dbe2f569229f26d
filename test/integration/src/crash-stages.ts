import type { TestNamespace } from './cluster.ts';
import type { Act, CrashScene, Stage } from './crash-harness.ts';
import { conditionsOf } from './instance.ts';
import { sampleInstance } from './samples.ts';

const name = 'tenant-1';
const instance = sampleInstance(name);

type Over = (namespace: TestNamespace) => Promise<boolean>;

/** An act after which the instance is Ready and whole. */
function toReady(perform: (namespace: TestNamespace) => Promise<void>, isOver: Over = isReady): Act {
  return { perform: ({ namespace }) => perform(namespace), isOver };
}

/** The life of an instance; it stands alone, so that the others find one. */
export const creation: Stage = {
  name: 'create and delete',
  acts: [
    toReady((namespace) => namespace.apply(instance)),
    toReady((namespace) => namespace.delete('interactionservers', name), isGone),
  ],
};

/** What happens to it. */
export const changes: readonly Stage[] = [
  { name: 'other images', acts: [toReady(changeImages('next')), toReady(changeImages('next-but-one'))] },
  { name: 'other ports', acts: [toReady(changePorts(7001, 7002)), toReady(changePorts(7003, 7004))] },
  { name: 'an autoscaler', acts: [toReady(changeAutoscaling({ maxReplicas: 4 })), toReady(changeAutoscaling(null))] },
  {
    name: 'drift',
    acts: [
      toReady(async (namespace) => {
        await namespace.delete('services', `${name}-ixn`);
        await namespace.patch('deployments', `${name}-ixn-node`, { spec: { replicas: 0 } });
      }),
      toReady(async (namespace) => {
        await namespace.patch('configmaps', `${name}-vq-node`, { data: { DEFAULT_PORT: '1' } });
        await namespace.delete('networkpolicies', `${name}-ixn`);
      }),
    ],
  },
  { name: 'rotation', acts: [rotate('one'), rotate('another')] },
  {
    name: 'a window',
    before: { perform: changeWindow('* * * * *', 'in-another-window'), isOver: isReadyAndFree },
    acts: [
      { perform: changeWindow('0 2 29 2 *', 'in-a-window'), isOver: isHeld },
      { perform: changeWindow('* * * * *', 'in-a-window'), isOver: isReadyAndFree },
      { perform: changeWindow('0 2 29 2 *', 'in-another-window'), isOver: isHeld },
      { perform: changeWindow('* * * * *', 'in-another-window'), isOver: isReadyAndFree },
    ],
  },
  {
    name: 'a pause',
    before: { perform: pause(null, 'after-another-pause'), isOver: isReadyAndFree },
    acts: [
      { perform: pause('All', 'after-a-pause'), isOver: isHeld },
      { perform: pause(null, 'after-a-pause'), isOver: isReadyAndFree },
      { perform: pause('Disruptive', 'after-another-pause'), isOver: isHeld },
      { perform: pause(null, 'after-another-pause'), isOver: isReadyAndFree },
    ],
  },
  {
    name: 'a pending update',
    acts: [
      { perform: (scene) => scene.replaceOperator('next'), isOver: isHeld },
      { perform: release, isOver: isReadyAndFree },
      { perform: (scene) => scene.replaceOperator('this'), isOver: isHeld },
      { perform: release, isOver: isReadyAndFree },
    ],
  },
];

async function isGone(namespace: TestNamespace): Promise<boolean> {
  if ((await namespace.get('interactionservers', name)) !== undefined) return false;
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

/** Whether the status tells of a change that waits for somebody or for a time. */
async function isHeld(namespace: TestNamespace): Promise<boolean> {
  const found = await namespace.get('interactionservers', name);
  if (found === undefined || found['status']?.observedGeneration !== found.metadata.generation) return false;
  return conditionsOf(found)['UpdatePending']?.status === 'True';
}

async function isReadyAndFree(namespace: TestNamespace): Promise<boolean> {
  return !(await isHeld(namespace)) && (await isReady(namespace));
}

/** Another password. It has been taken in when another digest stands on the pods of IXN. */
function rotate(password: string): Act {
  let before: string | undefined;
  return {
    perform: async ({ namespace }) => {
      before = await digestIn(namespace);
      await namespace.patch('secrets', 'ixn-db-secret-100', { stringData: { password } });
    },
    isOver: async (namespace) => (await digestIn(namespace)) !== before && (await isReady(namespace)),
  };
}

async function digestIn(namespace: TestNamespace): Promise<string | undefined> {
  const workload = await namespace.get('statefulsets', `${name}-ixn`);
  return workload?.['spec'].template.metadata.annotations['ixn.operators.dev/references'];
}

function changeWindow(schedule: string, tag: string) {
  const maintenanceWindows = [{ schedule, duration: '1h' }];
  return ({ namespace }: CrashScene) =>
    namespace.patch('interactionservers', name, { spec: { updatePolicy: { maintenanceWindows }, ...imagesOf(tag) } });
}

/** A pause, or the end of one, with images that are to come then. */
function pause(word: string | null, tag: string) {
  const annotations = { 'ixn.operators.dev/pause': word };
  return ({ namespace }: CrashScene) =>
    namespace.patch('interactionservers', name, {
      metadata: { annotations },
      spec: { updatePolicy: { maintenanceWindows: null }, ...imagesOf(tag) },
    });
}

async function release({ namespace }: CrashScene): Promise<void> {
  const found = await namespace.get('interactionservers', name);
  const annotations = { 'ixn.operators.dev/apply-pending': found?.['status'].pending.id };
  await namespace.patch('interactionservers', name, { metadata: { annotations } });
}

function imagesOf(tag: string) {
  const image = { image: { tag } };
  return { ixnServer: image, ixnNode: image, ixnVQNode: image };
}

function changeImages(tag: string) {
  return (namespace: TestNamespace) => namespace.patch('interactionservers', name, { spec: imagesOf(tag) });
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
