import type { KubeObject, ObjectMeta } from '@ixn/kube-client';
import { describe, expect, it } from 'vitest';
import { projectChild, projectInstance } from './projections.ts';

const owner = {
  apiVersion: 'ixn.operators.dev/v1alpha1',
  kind: 'InteractionServer',
  name: 'tenant-100',
  uid: 'our-uid',
  controller: true,
  blockOwnerDeletion: true,
} as const;

function object(metadata: Partial<ObjectMeta>, others: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Any',
    metadata: { name: 'a', namespace: 'voice', uid: 'u', ...metadata },
    ...others,
  };
}

describe('what is kept of an InteractionServer', () => {
  const metadata = {
    name: 'a',
    namespace: 'voice',
    uid: 'u',
    generation: 2,
    creationTimestamp: '2026-03-01T12:00:00Z',
  };

  it('is what the flow reads, and nothing else', () => {
    const resource = object(
      { ...metadata, labels: { a: 'b' }, managedFields: [] },
      { spec: { tenant: 1 }, more: true },
    );
    expect(projectInstance(resource)).toEqual({ metadata, spec: { tenant: 1 } });
  });

  it('has the annotations that the operator reads, and nobody else’s', () => {
    const annotations = { 'ixn.operators.dev/pause': 'All', 'ixn.operators.dev/apply-pending': 'now' };
    const resource = object({ ...metadata, annotations: { ...annotations, 'example.com/long': 'x' } });
    expect(projectInstance(resource).metadata).toEqual({ ...metadata, annotations });
  });

  it('tells whether it is being deleted', () => {
    const deletionTimestamp = '2026-03-01T13:00:00Z';
    expect(projectInstance(object({ ...metadata, deletionTimestamp })).metadata).toEqual({
      ...metadata,
      deletionTimestamp,
    });
  });

  it.each([
    ['has its status when it is one that this version wrote', { observedGeneration: 1 }, { observedGeneration: 1 }],
    ['has no status when there is none', undefined, undefined],
    ['has no status when it is none that this version understands', { conditions: 'none' }, undefined],
  ])('%s', (_, status, kept) => {
    expect(projectInstance(object(metadata, { status })).status).toEqual(kept);
  });
});

describe('what is kept of a child', () => {
  it('is whose it is, what was applied last and which fields are ours', () => {
    const fieldsV1 = { 'f:data': {} };
    const child = object({
      labels: { 'app.kubernetes.io/component': 'ixn-node', 'app.kubernetes.io/instance': 'tenant-100' },
      annotations: { 'ixn.operators.dev/applied': '0123' },
      ownerReferences: [{ ...owner, uid: 'other', controller: false }, owner],
      managedFields: [
        { manager: 'kubectl', operation: 'Update', fieldsV1: {} },
        { manager: 'interaction-server-operator', operation: 'Apply', fieldsV1 },
      ],
    });
    expect(projectChild('ConfigMap')(child)).toEqual({
      child: {
        kind: 'ConfigMap',
        name: 'a',
        namespace: 'voice',
        uid: 'u',
        controller: { kind: 'InteractionServer', name: 'tenant-100', uid: 'our-uid' },
        labelledFor: 'tenant-100',
        retained: false,
        terminating: false,
        appliedFingerprint: '0123',
        ownFields: fieldsV1,
      },
      component: 'ixn-node',
      workload: undefined,
      podCreationProblem: undefined,
      instances: ['voice/tenant-100'],
    });
  });

  it.each<[string, Partial<ObjectMeta>, readonly string[]]>([
    ['nobody', {}, []],
    ['the instance that owns it, when somebody took its label off', { ownerReferences: [owner] }, ['voice/tenant-100']],
    ['the instance that its label names', { labels: { 'app.kubernetes.io/instance': 'b' } }, ['voice/b']],
    [
      'both, when they differ',
      { ownerReferences: [owner], labels: { 'app.kubernetes.io/instance': 'b' } },
      ['voice/tenant-100', 'voice/b'],
    ],
    ['no instance, when something else owns it', { ownerReferences: [{ ...owner, kind: 'Deployment' }] }, []],
  ])('concerns %s', (_, metadata, instances) => {
    expect(projectChild('Service')(object(metadata)).instances).toEqual(instances);
  });

  it('is what a claim claims', () => {
    const spec = { storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } };
    const storages = ['PersistentVolumeClaim', 'ConfigMap'] as const;
    expect(storages.map((kind) => projectChild(kind)(object({}, { spec })).child.storage)).toEqual([
      { storageSize: '5Gi', storageClassName: 'fast' },
      undefined,
    ]);
  });

  it('tells that it is being deleted', () => {
    expect(projectChild('Service')(object({ deletionTimestamp: '2026-03-01T12:00:00Z' })).child.terminating).toBe(true);
  });
});

describe('what is kept of a workload', () => {
  const status = {
    observedGeneration: 3,
    replicas: 2,
    readyReplicas: 1,
    updatedReplicas: 2,
    currentRevision: 'a',
    updateRevision: 'a',
  };

  it('is how far its rollout has come', () => {
    const spec = { replicas: 2 };
    expect(projectChild('StatefulSet')(object({ generation: 3 }, { spec, status })).workload).toEqual({
      generation: 3,
      observedGeneration: 3,
      wanted: 2,
      replicas: 2,
      readyReplicas: 1,
      updatedReplicas: 2,
      singleRevision: true,
      updateRevision: 'a',
    });
  });

  it('has zeros where the API server says nothing', () => {
    expect(projectChild('Deployment')(object({ generation: 1 })).workload).toEqual({
      generation: 1,
      observedGeneration: 0,
      wanted: 0,
      replicas: 0,
      readyReplicas: 0,
      updatedReplicas: 0,
      singleRevision: true,
    });
  });

  it('tells two revisions of a StatefulSet apart', () => {
    const moving = { ...status, updateRevision: 'b' };
    expect(projectChild('StatefulSet')(object({}, { status: moving })).workload?.singleRevision).toBe(false);
  });

  it('names no revision for all pods while somebody lets some keep theirs', () => {
    const spec = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } };
    expect(projectChild('StatefulSet')(object({}, { spec, status })).workload).not.toHaveProperty('updateRevision');
  });

  it('is why a Deployment cannot make pods, as long as it cannot', () => {
    const withFailure = (holds: string) =>
      object({}, { status: { conditions: [{ type: 'ReplicaFailure', status: holds, message: 'exceeded quota' }] } });
    expect(projectChild('Deployment')(withFailure('True')).podCreationProblem).toBe('exceeded quota');
    expect(projectChild('Deployment')(withFailure('False')).podCreationProblem).toBeUndefined();
  });

  it('is the digest of Secrets and ConfigMaps on its pods', () => {
    const annotations = { 'ixn.operators.dev/references': '0123' };
    const workload = object({}, { spec: { template: { metadata: { annotations } } } });
    expect(projectChild('StatefulSet')(workload).referencesDigest).toBe('0123');
    expect(projectChild('StatefulSet')(object({})).referencesDigest).toBeUndefined();
  });

  it('is nothing for an object that is no workload', () => {
    expect(projectChild('Service')(object({}, { status })).workload).toBeUndefined();
  });
});
