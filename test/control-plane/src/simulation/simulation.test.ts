import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlPlane, startControlPlane } from '../index.ts';
import {
  type PodReference,
  crashPod,
  healPod,
  killNode,
  makeNodeUnready,
  makePodUnready,
  makePodUnstarted,
  reviveNode,
} from './faults.ts';
import { imageTags, podAnnotations } from './words.ts';

const readyCondition = '{.status.conditions[?(@.type=="Ready")].status}';
const patient = { timeout: 20_000, interval: 100 } as const;

function reference(name: string): PodReference {
  return { namespace: 'default', name };
}

/** One real control plane for all of these tests; each of them has objects of its own. */
describe('simulated nodes and pods', () => {
  let controlPlane: ControlPlane;
  beforeAll(async () => {
    controlPlane = await startControlPlane({ nodes: ['node-a', 'node-b'] });
  });
  afterAll(async () => {
    await controlPlane.stop();
  });

  async function kubectl(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await controlPlane.kubectl(args);
    if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout.trim();
  }

  async function apply(...objects: readonly unknown[]): Promise<void> {
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const { exitCode, stderr } = await controlPlane.kubectl(['apply', '-f', '-'], { stdin });
    if (exitCode !== 0) throw new Error(stderr);
  }

  /** A field of an object, as a JSONPath finds it. */
  function read(object: string, path: string): Promise<string> {
    return kubectl('get', object, '-o', `jsonpath=${path}`);
  }

  it('run a Deployment, whose endpoints follow the readiness of its pods', async () => {
    await apply(workload('Deployment', 'web', { replicas: 2 }), {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
    });
    await kubectl('wait', '--for=condition=Available', 'deployment/web', '--timeout=20s');
    const addresses = '{.items[*].endpoints[?(@.conditions.ready==true)].addresses[0]}';
    const endpoints = async () => (await read('endpointslices', addresses)).split(' ').filter(Boolean);
    await expect.poll(endpoints, patient).toHaveLength(2);

    const name = await kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[0].metadata.name}');
    await makePodUnready(controlPlane, reference(name));
    await expect.poll(() => read('deployment/web', '{.status.readyReplicas}'), patient).toBe('1');
    await expect.poll(() => read(`pod/${name}`, '{.status.containerStatuses[0].started}'), patient).toBe('true');
    await expect.poll(endpoints, patient).toHaveLength(1);
    await healPod(controlPlane, reference(name));
    await expect.poll(() => read('deployment/web', '{.status.readyReplicas}'), patient).toBe('2');
    await expect.poll(endpoints, patient).toHaveLength(2);
  });

  it('roll a StatefulSet to a new image pod by pod', async () => {
    await apply(workload('StatefulSet', 'store', { replicas: 2 }));
    await expect.poll(() => read('statefulset/store', '{.status.readyReplicas}'), patient).toBe('2');
    const before = await read('pod/store-0', '{.metadata.uid}');
    await kubectl('set', 'image', 'statefulset/store', 'main=example/main:2');
    await kubectl('rollout', 'status', 'statefulset/store', '--timeout=20s');
    expect(await read('pod/store-0', '{.metadata.uid}')).not.toBe(before);
    const image = '{.status.containerStatuses[0].image} {.status.containerStatuses[0].restartCount}';
    expect(await read('pod/store-0', image)).toBe('example/main:2 0');
  });

  it('wait in ImagePullBackOff for an image that does not exist, until the image is mended', async () => {
    const waiting = '{.items[*].status.containerStatuses[0].state.waiting.reason}';
    await apply(workload('Deployment', 'unpullable', { image: `example/main:${imageTags.missing}` }));
    const reason = () => kubectl('get', 'pods', '-l', 'app=unpullable', '-o', `jsonpath=${waiting}`);
    await expect.poll(reason, patient).toBe('ImagePullBackOff');
    await kubectl('set', 'image', 'deployment/unpullable', 'main=example/main:1');
    await kubectl('wait', '--for=condition=Available', 'deployment/unpullable', '--timeout=20s');
  });

  it('crash with an image that says so, again and again', async () => {
    await apply(pod('crashing', { image: `example/main:${imageTags.crashing}` }));
    const status = '{.status.containerStatuses[0]';
    const restarts = async () => Number(await read('pod/crashing', `${status}.restartCount}`));
    await expect.poll(restarts, patient).toBeGreaterThanOrEqual(2);
    await expect.poll(() => read('pod/crashing', `${status}.state.waiting.reason}`), patient).toBe('CrashLoopBackOff');
    expect(await read('pod/crashing', `${status}.lastState.terminated.exitCode}`)).toBe('1');
  });

  it('run out of memory and recover, with the restart counted', async () => {
    await apply(pod('hungry', {}));
    await expect.poll(() => read('pod/hungry', readyCondition), patient).toBe('True');
    await crashPod(controlPlane, reference('hungry'), 'OOMKilled');
    const last = '{.status.containerStatuses[0].lastState.terminated';
    await expect.poll(() => read('pod/hungry', `${last}.reason} ${last}.exitCode}`), patient).toBe('OOMKilled 137');
    await healPod(controlPlane, reference('hungry'));
    await expect.poll(() => read('pod/hungry', readyCondition), patient).toBe('True');
    expect(Number(await read('pod/hungry', '{.status.containerStatuses[0].restartCount}'))).toBeGreaterThanOrEqual(1);
    expect(await read('pod/hungry', `${last}.reason}`)).toBe('OOMKilled');
  });

  it('fail their startup probe until they are healed', async () => {
    await apply(pod('starting', {}));
    await expect.poll(() => read('pod/starting', readyCondition), patient).toBe('True');
    await makePodUnstarted(controlPlane, reference('starting'));
    await expect
      .poll(() => read('pod/starting', '{.status.containerStatuses[0].started} {.status.phase}'), patient)
      .toBe('false Running');
    await makePodUnready(controlPlane, reference('starting'));
    await healPod(controlPlane, reference('starting'));
    await expect
      .poll(() => read('pod/starting', `{.status.containerStatuses[0].started} ${readyCondition}`), patient)
      .toBe('true True');
  });

  it('become ready late and end late when told to', async () => {
    await apply(pod('slow', { annotations: { [podAnnotations.readyAfter]: '2s', [podAnnotations.endAfter]: '2s' } }));
    await expect.poll(() => read('pod/slow', `{.status.phase} ${readyCondition}`), patient).toBe('Running False');
    await expect.poll(() => read('pod/slow', readyCondition), patient).toBe('True');
    await kubectl('delete', 'pod/slow', '--wait=false');
    expect(await read('pod/slow', '{.metadata.deletionTimestamp}')).not.toBe('');
    await kubectl('wait', '--for=delete', 'pod/slow', '--timeout=20s');
  });

  it('stay unready when they are made so while they were to become ready later', async () => {
    const annotations = { [podAnnotations.readyAfter]: '2s' };
    const sinceWhen = () => read('pod/held', '{.status.conditions[?(@.type=="Ready")].lastTransitionTime}');
    await apply(pod('held', { annotations }));
    await expect.poll(() => read('pod/held', readyCondition), patient).toBe('False');
    const before = await sinceWhen();
    await makePodUnready(controlPlane, reference('held'));
    await apply(pod('free', { annotations }));
    await expect.poll(() => read('pod/free', readyCondition), patient).toBe('True');
    expect(`${await read('pod/held', readyCondition)} ${await sinceWhen()}`).toBe(`False ${before}`);
  });

  it('report init containers, sidecars among them', async () => {
    const initContainers = [
      { name: 'schema', image: 'example/schema:1' },
      { name: 'log', image: 'example/log:1', restartPolicy: 'Always' },
    ];
    await apply(
      pod('prepared', { initContainers }),
      pod('blocked', { initContainers: [{ name: 'schema', image: `example/schema:${imageTags.missing}` }] }),
    );
    await expect.poll(() => read('pod/prepared', readyCondition), patient).toBe('True');
    const states =
      '{.status.initContainerStatuses[0].state.terminated.reason} {.status.initContainerStatuses[1].ready}';
    await expect.poll(() => read('pod/prepared', states), patient).toBe('Completed true');
    const reason = '{.status.initContainerStatuses[0].state.waiting.reason} {.status.phase}';
    await expect.poll(() => read('pod/blocked', reason), patient).toBe('ImagePullBackOff Pending');
  });

  it('run Jobs to their end, good or bad', async () => {
    await apply(job('good', {}), job('bad', { [podAnnotations.crash]: '3' }));
    await kubectl('wait', '--for=condition=Complete', 'job/good', '--timeout=20s');
    await kubectl('wait', '--for=condition=Failed', 'job/bad', '--timeout=20s');
    const exitCode = '{.items[0].status.containerStatuses[0].state.terminated.exitCode}';
    expect(await kubectl('get', 'pods', '-l', 'job-name=bad', '-o', `jsonpath=${exitCode}`)).toBe('3');
  });

  it('bind a volume claim of the default class and free its volume afterwards', async () => {
    const resources = { requests: { storage: '1Gi' } };
    await apply({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources },
    });
    await expect.poll(() => read('pvc/data', '{.status.phase}'), patient).toBe('Bound');
    await kubectl('delete', 'pvc/data');
    await expect.poll(() => read('pv', '{.items}'), patient).toBe('[]');
  });

  it('notice a node that says it is not ready, and one that dies silently, and both come back', async () => {
    await makeNodeUnready(controlPlane, 'node-a');
    await killNode(controlPlane, 'node-b');
    await expect.poll(() => read('node/node-a', readyCondition), patient).toBe('False');
    await reviveNode(controlPlane, 'node-a');
    await expect.poll(() => read('node/node-a', readyCondition), patient).toBe('True');
    await expect.poll(() => read('node/node-b', readyCondition), patient).toBe('Unknown');
    await reviveNode(controlPlane, 'node-b');
    await expect.poll(() => read('node/node-b', readyCondition), patient).toBe('True');
    await controlPlane.addNode('node-c');
    await expect.poll(() => read('node/node-c', readyCondition), patient).toBe('True');
  });
});

interface PodParts {
  readonly image?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly initContainers?: readonly unknown[];
}

function pod(name: string, { image = 'example/main:1', annotations = {}, initContainers = [] }: PodParts): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, annotations },
    spec: { initContainers, containers: [{ name: 'main', image }] },
  };
}

function workload(
  kind: 'Deployment' | 'StatefulSet',
  name: string,
  { replicas = 1, image = 'example/main:1' }: { readonly replicas?: number; readonly image?: string },
): unknown {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'main', image }] } },
      ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
    },
  };
}

function job(name: string, annotations: Readonly<Record<string, string>>): unknown {
  const spec = { restartPolicy: 'Never', containers: [{ name: 'main', image: 'example/main:1' }] };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { backoffLimit: 0, template: { metadata: { annotations }, spec } },
  };
}
