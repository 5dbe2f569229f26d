import { readStatus } from '@ixn/interaction-server';
import type { Child } from './children.ts';
import {
  applyInstance,
  type Conditions,
  type InteractionServerObject,
  newInstance,
  untilConditions,
  untilReady,
} from './instance.ts';
import { eventually, type Scene } from './scene.ts';

const credentials = 'rights-db';
const admin = 'rights-admin';
const podMonitors = 'podmonitors.monitoring.coreos.com';

/** Of the instance that is to be whole, and of the one whose database is to be made. */
export type InstanceNames = readonly [whole: string, provisioned: string];

/** Instances that have, together, an object of every kind: one that is Ready, and one whose database is to be made. */
export async function applyEveryKind(scene: Scene, [wholeName, provisionedName]: InstanceNames): Promise<void> {
  await applyLogin(scene, credentials, 'first');
  await applyLogin(scene, admin, 'first');
  const db = { host: 'db.invalid', credentialsSecretRef: { name: credentials } };
  const whole = newInstance(scene, wholeName);
  await applyInstance(scene, whole, {
    deletionPolicy: 'Delete',
    ixnServer: { db, dbinit: { enabled: false }, logStorage: { mountPath: '/mnt/logs', storageSize: '16Mi' } },
    ixnVQNode: { autoscaling: { minReplicas: 1, maxReplicas: 2 } },
    dependencyChecks: { mode: 'Off' },
  });
  const provisioned = newInstance(scene, provisionedName);
  await applyInstance(scene, provisioned, {
    ixnServer: { db: { ...db, provision: { adminSecretRef: { name: admin } } } },
    dependencyChecks: { mode: 'Off' },
  });
  await untilReady(scene, whole);
}

/**
 * Has the operator meet a Job that is not its own, of a name that it wants: the one that it made goes as its password changes,
 * and when the password changes back somebody else has its name. Gives what the operator says of it; then that Job is gone.
 */
export async function meetForeignJob(
  scene: Scene,
  { metadata: { name }, spec }: Child,
  owner: string,
): Promise<string> {
  const { kubectl, facts } = scene;
  const namespace = facts.namespaces.instances;
  const status = async () => {
    const object = await kubectl.get<InteractionServerObject>('interactionservers', owner, namespace);
    return readStatus(object?.status)?.databases?.[0];
  };
  // Nobody answers where Jobs really run; simulated ones succeed.
  const simulated = facts.operatorProcesses !== null;
  await applyLogin(scene, credentials, 'second');
  await eventually(`another Job than ${name} is at work`, async () => {
    const { job, state } = (await status()) ?? {};
    return (job !== undefined && job !== name && (!simulated || state === 'Provisioned')) || undefined;
  });
  await eventually(`the Job ${name} is gone`, async () => {
    return (await kubectl.get('jobs', name, namespace)) === undefined || undefined;
  });
  const { template } = Object(spec);
  await kubectl.apply({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: { suspend: true, template: { ...template, metadata: {} } },
  });
  await applyLogin(scene, credentials, 'first');
  const instance = newInstance(scene, owner);
  const named = (conditions: Conditions) =>
    Object.values(conditions).find((condition) => condition?.message.includes(name))?.message;
  const conditions = await untilConditions(
    scene,
    instance,
    'meets a Job of another',
    (all) => named(all) !== undefined,
  );
  await kubectl.run(['delete', 'job', name, '-n', namespace]);
  return named(conditions) ?? '';
}

/** Applies a Secret with a login. */
async function applyLogin({ kubectl, facts }: Scene, name: string, password: string): Promise<void> {
  await kubectl.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: facts.namespaces.instances },
    stringData: { username: name, password },
  });
}

/** Has the cluster know PodMonitors, whatever they say; true when it did not before. */
export async function knowPodMonitors({ kubectl }: Scene): Promise<boolean> {
  const name = podMonitors;
  if ((await kubectl.run(['get', 'crd', name, '--ignore-not-found', '-o', 'name'])) !== '') return false;
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  await kubectl.apply({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group: 'monitoring.coreos.com',
      scope: 'Namespaced',
      names: { kind: 'PodMonitor', plural: 'podmonitors', singular: 'podmonitor' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  });
  await kubectl.run(['wait', '--for=condition=Established', '--timeout=30s', `crd/${name}`]);
  return true;
}

/** Takes that back, with all PodMonitors. */
export async function forgetPodMonitors({ kubectl }: Scene): Promise<void> {
  await kubectl.run(['delete', 'crd', podMonitors]);
}
