import type { FailureCategory, FailureCode, KubeObject, OwnerReference } from '@ixn/kube-client';
import type { ChildObject } from '@ixn/manifests';
import type { ObservedChild } from '@ixn/rollout';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { createClusterWriter } from './cluster-writer.ts';
import { answered, createFakeClient, createFakeStore, failedWith, gone } from './fake-kube.testing.ts';
import type { Stores } from './stores.ts';

const owner = {
  apiVersion: 'ixn.operators.dev/v1alpha1',
  kind: 'InteractionServer',
  name: 'tenant-100',
  uid: 'our-uid',
  controller: true,
  blockOwnerDeletion: true,
} as const;

const configMap: ChildObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'voice', labels: {}, ownerReferences: [owner] },
  data: {},
};

function stored(...ownerReferences: readonly OwnerReference[]): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'voice', uid: 'u', ownerReferences },
  };
}

const child: ObservedChild = {
  kind: 'ConfigMap',
  namespace: 'voice',
  name: 'a',
  uid: 'child-uid',
  controller: owner,
  labelledFor: 'tenant-100',
  retained: false,
  terminating: false,
  appliedFingerprint: undefined,
  ownFields: undefined,
  templateRecord: undefined,
};

const taken = failedWith('AlreadyExists', 'conflict');

function writerWith(answers: Parameters<typeof createFakeClient>[0], instance = interactionServer()) {
  const { client, asked } = createFakeClient(answers);
  const instances = createFakeStore(instance);
  const configMaps = createFakeStore();
  const stores = { instances: instances.store, children: { ConfigMap: configMaps.store } } as unknown as Stores;
  const writer = createClusterWriter(client, stores, { record: () => undefined });
  return { writer, asked, instances: instances.written, configMaps: configMaps.written, forgotten: configMaps.deleted };
}

describe('apply', () => {
  it('creates only where there is no object of that name, and without force', async () => {
    const { writer, asked, configMaps } = writerWith({ apply: [answered(stored(owner))] });
    expect(await writer.apply(configMap, 'create')).toEqual({ kind: 'done' });
    expect(asked.map(({ options }) => options)).toEqual([
      { fieldManager: 'interaction-server-operator', mustBeAbsent: true },
    ]);
    expect(configMaps).toEqual([stored(owner)]);
  });

  it('takes fields of ours back when it updates', async () => {
    const { writer, asked, configMaps } = writerWith({ apply: [answered(stored(owner))] });
    expect(await writer.apply(configMap, 'update')).toEqual({ kind: 'done' });
    expect(asked.map(({ options }) => options)).toEqual([{ fieldManager: 'interaction-server-operator', force: true }]);
    expect(configMaps).toEqual([stored(owner)]);
  });

  it('updates what is ours after all, when the watch was behind', async () => {
    const { writer, asked, configMaps } = writerWith({
      apply: [taken, answered(stored(owner))],
      get: [answered(stored(owner))],
    });
    expect(await writer.apply(configMap, 'create')).toEqual({ kind: 'done' });
    expect(asked.map(({ verb }) => verb)).toEqual(['apply', 'get', 'apply']);
    expect(configMaps).toHaveLength(1);
  });

  it.each<[string, readonly OwnerReference[], object]>([
    ['nobody', [], { kind: 'taken', message: 'exists already and is owned by nobody' }],
    [
      'an owner that is no controller',
      [{ ...owner, controller: false }],
      { kind: 'taken', message: 'exists already and is owned by nobody' },
    ],
    [
      'somebody else',
      [{ ...owner, kind: 'Deployment', name: 'theirs', uid: 'other' }],
      { kind: 'taken', message: 'exists already and is owned by Deployment theirs' },
    ],
    [
      'a deleted instance of the same name',
      [{ ...owner, uid: 'old-uid' }],
      {
        kind: 'predecessor',
        message: 'belongs to a deleted InteractionServer of the same name and is being collected',
      },
    ],
  ])('writes nothing over an object of %s', async (_, owners, outcome) => {
    const { writer, asked, configMaps } = writerWith({ apply: [taken], get: [answered(stored(...owners))] });
    expect(await writer.apply(configMap, 'create')).toEqual(outcome);
    expect(asked.map(({ verb }) => verb)).toEqual(['apply', 'get']);
    expect(configMaps).toEqual([]);
  });

  it('is tried again when the object that was in the way cannot be read', async () => {
    const { writer } = writerWith({ apply: [taken], get: [failedWith('NotFound', 'terminal')] });
    expect(await writer.apply(configMap, 'create')).toEqual({
      kind: 'failed',
      code: 'NotFound',
      message: 'it is NotFound',
    });
  });

  it.each<[FailureCode, FailureCategory, 'refused' | 'failed']>([
    ['Invalid', 'terminal', 'refused'],
    ['BadRequest', 'terminal', 'refused'],
    ['Forbidden', 'terminal', 'failed'],
    ['NotFound', 'terminal', 'failed'],
    ['Aborted', 'terminal', 'failed'],
    ['NotLeading', 'terminal', 'failed'],
    ['Conflict', 'conflict', 'failed'],
    ['FieldConflict', 'conflict', 'failed'],
    ['Unauthorized', 'retry', 'failed'],
    ['ServerError', 'retry', 'failed'],
    ['Timeout', 'retry', 'failed'],
    ['ConnectionFailed', 'retry', 'failed'],
    ['Throttled', 'throttled', 'failed'],
  ])('answers %s, which is %s, as %s', async (code, category, kind) => {
    const { writer, configMaps } = writerWith({ apply: [failedWith(code, category)] });
    const message = `it is ${code}`;
    expect(await writer.apply(configMap, 'update')).toEqual(
      kind === 'refused' ? { kind, message } : { kind, code, message },
    );
    expect(configMaps).toEqual([]);
  });

  it('hands on the pause that the API server asked for', async () => {
    const { writer } = writerWith({ apply: [failedWith('Throttled', 'throttled', { retryAfterMs: 7000 })] });
    expect(await writer.apply(configMap, 'update')).toMatchObject({ kind: 'failed', retryAfterMs: 7000 });
  });
});

describe('tryApply', () => {
  it('asks without writing, and keeps the answer out of the store', async () => {
    const { writer, asked, configMaps } = writerWith({ apply: [answered(stored(owner))] });
    expect(await writer.tryApply(configMap, 'create')).toEqual({ kind: 'done' });
    expect(asked[0]?.options).toMatchObject({ dryRun: true });
    expect(configMaps).toEqual([]);
  });

  it('does not try an object of somebody else', async () => {
    const { writer, asked } = writerWith({ apply: [taken], get: [answered(stored({ ...owner, uid: 'other' }))] });
    expect(await writer.tryApply(configMap, 'create')).toMatchObject({ kind: 'predecessor' });
    expect(asked.map(({ verb }) => verb)).toEqual(['apply', 'get']);
  });

  it('gives the words with which the API server refuses', async () => {
    const { writer } = writerWith({ apply: [failedWith('Invalid', 'terminal')] });
    expect(await writer.tryApply(configMap, 'update')).toEqual({ kind: 'refused', message: 'it is Invalid' });
  });
});

describe('remove', () => {
  it('deletes exactly the object that was observed', async () => {
    const { writer, asked } = writerWith({ delete: [gone] });
    expect(await writer.remove(child)).toEqual({ kind: 'done' });
    expect(asked).toEqual([
      {
        verb: 'delete',
        object: { name: 'a', namespace: 'voice' },
        options: { uid: 'child-uid', propagationPolicy: 'Background' },
      },
    ]);
  });

  it('tells the store that it is gone, before the watch does', async () => {
    const { writer, forgotten, configMaps } = writerWith({ delete: [gone] });
    await writer.remove(child);
    expect([forgotten, configMaps]).toEqual([['voice/a child-uid'], []]);
  });

  it('hands the store the object that stays for its finalizers', async () => {
    const { writer, forgotten, configMaps } = writerWith({ delete: [answered(stored(owner))] });
    await writer.remove(child);
    expect([forgotten, configMaps]).toEqual([[], [stored(owner)]]);
  });

  it('leaves the store to the watch where another object has the name, none has it, or nothing is known', async () => {
    const answers = [
      failedWith('Conflict', 'conflict'),
      failedWith('NotFound', 'terminal'),
      failedWith('ServerError', 'retry'),
    ];
    const { writer, forgotten, configMaps } = writerWith({ delete: answers });
    for (const _ of answers) await writer.remove(child);
    expect([forgotten, configMaps]).toEqual([[], []]);
  });

  it('deletes exactly the pod that was observed', async () => {
    const { writer, asked } = writerWith({ delete: [answered(stored(owner)), failedWith('Conflict', 'conflict')] });
    const pod = { namespace: 'voice', name: 'a-ixn-0', uid: 'pod-uid' };
    expect(await writer.removePod(pod)).toEqual({ kind: 'done' });
    const object = { name: 'a-ixn-0', namespace: 'voice' };
    expect(asked).toEqual([{ verb: 'delete', object, options: { uid: 'pod-uid' } }]);
    expect(await writer.removePod(pod)).toEqual({ kind: 'done' });
  });

  it.each<[FailureCode, FailureCategory]>([
    ['NotFound', 'terminal'],
    ['Conflict', 'conflict'],
  ])('counts as done when the answer is %s, as that object is gone', async (code, category) => {
    const { writer } = writerWith({ delete: [failedWith(code, category)] });
    expect(await writer.remove(child)).toEqual({ kind: 'done' });
  });

  it('is tried again when the API server has a fault', async () => {
    const { writer } = writerWith({ delete: [failedWith('ServerError', 'retry')] });
    expect(await writer.remove(child)).toEqual({
      kind: 'failed',
      code: 'ServerError',
      message: 'it is ServerError',
    });
  });
});

describe('reportStatus', () => {
  const resource = interactionServer();
  const status = { observedGeneration: 1 };

  it('applies nothing but the status of exactly that resource', async () => {
    const { writer, asked, instances } = writerWith({ apply: [answered(stored())] });
    expect(await writer.reportStatus(resource, status)).toEqual({ kind: 'done' });
    const { name, namespace, uid } = resource.metadata;
    expect(asked).toEqual([
      {
        verb: 'apply',
        object: {
          apiVersion: 'ixn.operators.dev/v1alpha1',
          kind: 'InteractionServer',
          metadata: { name, namespace, uid },
          status,
        },
        options: { fieldManager: 'interaction-server-operator', force: true, subresource: 'status' },
      },
    ]);
    expect(instances).toHaveLength(1);
  });

  it('counts as done when the resource is gone', async () => {
    const { writer, instances } = writerWith({ apply: [failedWith('NotFound', 'terminal')] });
    expect(await writer.reportStatus(resource, status)).toEqual({ kind: 'done' });
    expect(instances).toEqual([]);
  });

  it('writes nothing onto a resource that was made anew under that name: its UID would not keep us from it', async () => {
    const { writer, asked } = writerWith({}, interactionServer({ metadata: { uid: 'another' } }));
    expect(await writer.reportStatus(resource, status)).toEqual({ kind: 'done' });
    expect(asked).toEqual([]);
  });

  it('is tried again when another resource of that name has taken its place', async () => {
    const { writer } = writerWith({ apply: [failedWith('Conflict', 'conflict')] });
    expect(await writer.reportStatus(resource, status)).toEqual({
      kind: 'failed',
      code: 'Conflict',
      message: 'it is Conflict',
    });
  });
});
