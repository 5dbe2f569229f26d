import type { KubeObject } from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';
import { observeJobs } from './observe-jobs.ts';
import { projectPod } from './pod-projection.ts';
import { projectChild } from './projections.ts';
import type { Stores } from './stores.ts';

const labels = { 'app.kubernetes.io/instance': 'tenant-100', 'app.kubernetes.io/component': 'ixn-server' };
const owner = { apiVersion: 'ixn.operators.dev/v1alpha1', kind: 'InteractionServer', name: 'tenant-100', uid: 'uid' };
const resource = {
  metadata: { name: 'tenant-100', namespace: 'voice', uid: 'uid', generation: 1, creationTimestamp: '' },
};

function job(conditions: readonly object[] = []): KubeObject {
  const ownerReferences = [{ ...owner, controller: true }];
  const metadata = { name: 'tenant-100-ixn-db-1', namespace: 'voice', uid: 'job', labels, ownerReferences };
  const whole = { apiVersion: 'batch/v1', kind: 'Job', metadata, status: { conditions } };
  return whole;
}

function pod(status: object): KubeObject {
  const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'job', controller: true }];
  const own = { ...labels, 'app.kubernetes.io/component': 'ixn-server-db' };
  const metadata = { name: 'tenant-100-ixn-db-1-x', namespace: 'voice', uid: 'pod', labels: own, ownerReferences };
  const whole = { apiVersion: 'v1', kind: 'Pod', metadata, status };
  return whole;
}

const ended = (message?: string) => ({
  phase: 'Failed',
  containerStatuses: [{ name: 'provision', state: { terminated: { exitCode: 1, reason: 'Error', message } } }],
});
const failed = [{ type: 'Failed', status: 'True', message: 'Job has reached the specified backoff limit' }];

function look(conditions: readonly object[], status?: object) {
  const pods = status === undefined ? [] : [projectPod(pod(status))];
  const stores: { readonly pods: Pick<Stores['pods'], 'byIndex'> } = { pods: { byIndex: () => pods } };
  return observeJobs(stores, [projectChild('Job')(job(conditions))], resource)[0];
}

describe('a Job that provisions a database', () => {
  it.each([
    ['has a pod that is to come', [], undefined, 'running', undefined],
    ['is complete', [{ type: 'Complete', status: 'True' }], undefined, 'complete', undefined],
    [
      'failed in its own words',
      failed,
      ended('AdminLoginFailed: pg says no'),
      'failed',
      'AdminLoginFailed: pg says no',
    ],
    ['failed without a word', failed, ended(), 'failed', 'ProvisioningFailed: its pod left no word of its own'],
    [
      'failed in foreign words',
      failed,
      ended('Ready: yes'),
      'failed',
      'ProvisioningFailed: its pod left no word of its own',
    ],
    [
      'failed without a pod',
      failed,
      undefined,
      'failed',
      'ProvisioningFailed: Job has reached the specified backoff limit',
    ],
    [
      'has an image that nobody has',
      [],
      {
        phase: 'Pending',
        containerStatuses: [{ name: 'provision', state: { waiting: { reason: 'ErrImagePull', message: 'no such' } } }],
      },
      'running',
      'ImagePullBackOff: pod tenant-100-ixn-db-1-x: container provision: ErrImagePull: no such',
    ],
  ])('that %s is seen so', (_, conditions, status, state, trouble) => {
    const observed = look(conditions, status);
    expect(observed).toMatchObject({ name: 'tenant-100-ixn-db-1', workload: 'ixnServer', state, terminating: false });
    expect(observed?.trouble && `${observed.trouble.reason}: ${observed.trouble.message}`).toBe(trouble);
  });
});
