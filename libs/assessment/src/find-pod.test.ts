import { describe, expect, it } from 'vitest';
import { findPod, type ObservedContainer, type ObservedPod } from './find-pod.ts';

const running: ObservedContainer = { name: 'ixn-server', ready: true, started: true, restarts: 0 };

/** A pod that is not ready, with one container that is like this. */
function pod(container: Partial<ObservedContainer>, overrides: Partial<ObservedPod> = {}): ObservedPod {
  return {
    name: 'a-ixn-0',
    uid: 'p',
    node: 'node-a',
    phase: 'Running',
    reason: undefined,
    ready: false,
    terminating: false,
    unschedulable: undefined,
    containers: [{ ...running, ready: false, ...container }],
    ...overrides,
  };
}

const waiting = (reason: string, message = '') => pod({ started: false, waiting: { reason, message } });
const lastEnd = { exitCode: 137, reason: 'OOMKilled' };

describe('findPod', () => {
  it.each<[string, ObservedPod, string, string]>([
    [
      'that no node takes',
      pod({}, { containers: [], unschedulable: '0/2 nodes are available' }),
      'Unschedulable',
      'pod a-ixn-0: 0/2 nodes are available',
    ],
    ['that was evicted', pod({}, { phase: 'Failed', reason: 'Evicted' }), 'PodFailed', 'pod a-ixn-0: Evicted'],
    ['that has failed without a word', pod({}, { phase: 'Failed' }), 'PodFailed', 'pod a-ixn-0: the pod has failed'],
    [
      'all of whose containers are ready, but not itself',
      pod({ ready: true }),
      'NodeNotReady',
      'pod a-ixn-0: its node node-a does not answer',
    ],
    [
      'that is to end on a node that does not answer',
      pod({ ready: true }, { terminating: true }),
      'NodeNotReady',
      'pod a-ixn-0: its node node-a does not answer, so that it cannot end',
    ],
    [
      'whose image cannot be pulled',
      waiting('ErrImagePull', 'not found'),
      'ImagePullBackOff',
      'pod a-ixn-0: container ixn-server: ErrImagePull: not found',
    ],
    [
      'whose image has no valid name',
      waiting('InvalidImageName'),
      'ImagePullBackOff',
      'pod a-ixn-0: container ixn-server: InvalidImageName',
    ],
    [
      'whose ConfigMap is missing',
      waiting('CreateContainerConfigError', 'configmap "a" not found'),
      'ContainerConfigError',
      'pod a-ixn-0: container ixn-server: CreateContainerConfigError: configmap "a" not found',
    ],
    [
      'that ends again and again',
      pod({ started: false, restarts: 4, lastEnd, waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } }),
      'CrashLoopBackOff',
      'pod a-ixn-0: container ixn-server: CrashLoopBackOff: exit code 137 (OOMKilled), 4 restarts',
    ],
    [
      'that has ended and is about to start again',
      pod({ started: false, restarts: 1, lastEnd }),
      'CrashLoopBackOff',
      'pod a-ixn-0: container ixn-server: exit code 137 (OOMKilled), 1 restarts',
    ],
    [
      'that has not passed its start-up probe',
      pod({ started: false }),
      'StartupProbeFailing',
      'pod a-ixn-0: container ixn-server has not passed its start-up probe',
    ],
    [
      'that does not pass its readiness probe',
      pod({}),
      'ReadinessProbeFailing',
      'pod a-ixn-0: container ixn-server does not pass its readiness probe',
    ],
    [
      'whose second container is the one in trouble',
      pod({}, { containers: [running, { ...running, name: 'sidecar', ready: false }] }),
      'ReadinessProbeFailing',
      'pod a-ixn-0: container sidecar does not pass its readiness probe',
    ],
  ])('says of a pod %s why it is not ready', (_, observed, reason, message) => {
    expect(findPod(observed)).toEqual({ reason, message });
  });

  it.each<[string, ObservedPod]>([
    ['is ready', pod({ ready: true }, { ready: true })],
    ['is ending', pod({ lastEnd }, { terminating: true })],
    ['is being put together', waiting('ContainerCreating')],
    ['waits for its init containers', waiting('PodInitializing')],
    ['has no container yet', pod({}, { phase: 'Pending', containers: [] })],
  ])('has nothing to say of a pod that %s', (_, observed) => {
    expect(findPod(observed)).toBeUndefined();
  });
});
