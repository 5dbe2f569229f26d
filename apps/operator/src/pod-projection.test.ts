import type { KubeObject } from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';
import { projectFailedCreate } from './failed-create.ts';
import { projectPod } from './pod-projection.ts';

const labels = {
  'app.kubernetes.io/component': 'ixn-server',
  'app.kubernetes.io/instance': 'tenant-100',
  'ixn.operators.dev/tenant': '9350E2FC-a1dd-4c65-8d40-1f75a2e080dd',
};

function pod(status: object, metadata: object = {}, spec: object = { nodeName: 'node-a' }): KubeObject {
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a-ixn-0', namespace: 'voice', uid: 'p', labels },
    spec,
    status,
  };
  return { ...object, metadata: { ...object.metadata, ...metadata } };
}

describe('what is kept of a pod', () => {
  it('is whose it is, and that it is ready', () => {
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'a-ixn', uid: 's', controller: true }];
    const containerStatuses = [{ name: 'ixn-server', ready: true, started: true, restartCount: 2 }];
    const addresses = { podIP: '10.1.0.1', hostIP: '10.0.0.1' };
    const status = {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses,
      ...addresses,
    };
    expect(projectPod(pod(status, { ownerReferences }))).toEqual({
      pod: {
        name: 'a-ixn-0',
        uid: 'p',
        node: 'node-a',
        ip: '10.1.0.1',
        hostIp: '10.0.0.1',
        phase: 'Running',
        reason: undefined,
        ready: true,
        terminating: false,
        unschedulable: undefined,
        containers: [{ name: 'ixn-server', ready: true, started: true, restarts: 2 }],
      },
      namespace: 'voice',
      component: 'ixn-server',
      instance: 'voice/tenant-100',
      tenant: '9350e2fc-a1dd-4c65-8d40-1f75a2e080dd',
      controllerUid: 's',
    });
  });

  it('is the revision that its StatefulSet made it of, and none that a label alone claims', () => {
    const made = (controller?: string) =>
      projectPod(
        pod(
          {},
          {
            labels: { ...labels, 'controller-revision-hash': 'a-ixn-5f5598d4c8' },
            ...(controller && {
              ownerReferences: [{ apiVersion: '', kind: controller, name: 'a', uid: 's', controller: true }],
            }),
          },
        ),
      ).pod.revision;
    expect(['StatefulSet', 'DaemonSet', undefined].map(made)).toEqual(['a-ixn-5f5598d4c8', undefined, undefined]);
  });

  it('is why no node takes it', () => {
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/2 nodes' };
    const { pod: kept } = projectPod(pod({ phase: 'Pending', conditions: [condition] }, {}, {}));
    expect(kept).toMatchObject({ ready: false, node: undefined, unschedulable: '0/2 nodes', containers: [] });
  });

  it('is that it was evicted', () => {
    expect(projectPod(pod({ phase: 'Failed', reason: 'Evicted' })).pod).toMatchObject({
      phase: 'Failed',
      reason: 'Evicted',
    });
  });

  it('is that it is ending', () => {
    expect(projectPod(pod({}, { deletionTimestamp: '2026-03-01T12:00:00Z' })).pod.terminating).toBe(true);
  });

  it('has a phase even where the kubelet has not said one', () => {
    expect(projectPod(pod({})).pod.phase).toBe('Unknown');
  });

  it('is why a container waits, and how its last run ended', () => {
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off 40s' };
    const terminated = { exitCode: 137, reason: 'OOMKilled' };
    const status = { name: 'a', restartCount: 4, state: { waiting }, lastState: { terminated } };
    expect(projectPod(pod({ containerStatuses: [status] })).pod.containers).toEqual([
      { name: 'a', ready: false, started: false, restarts: 4, waiting, lastEnd: terminated },
    ]);
  });

  it('has the init containers first, without those that have done their work', () => {
    const ended = (name: string, exitCode: number) => ({ name, state: { terminated: { exitCode } } });
    const { containers } = projectPod(
      pod({
        initContainerStatuses: [ended('done', 0), ended('failed', 1), { name: 'sidecar', state: { running: {} } }],
        containerStatuses: [{ name: 'main' }],
      }),
    ).pod;
    expect(containers.map(({ name }) => name)).toEqual(['failed', 'sidecar', 'main']);
  });
});

describe('what is kept of an event about a pod that could not be made', () => {
  it('is the controller, what it says and when', () => {
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'e', namespace: 'voice' },
      involvedObject: { kind: 'StatefulSet', namespace: 'voice', name: 'a-ixn', uid: 's' },
      message: 'exceeded quota',
      lastTimestamp: '2026-03-01T12:00:00Z',
    };
    expect(projectFailedCreate(event)).toEqual({
      controllerUid: 's',
      controller: 'voice/a-ixn',
      message: 'exceeded quota',
      lastSeenAt: '2026-03-01T12:00:00Z',
    });
  });
});
