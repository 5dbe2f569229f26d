import type { KubeObject } from '@ixn/kube-client';
import type { ChildObject } from '@ixn/manifests';
import { describe, expect, it } from 'vitest';
import { answered, createFakeClient, failedWith } from './fake-kube.testing.ts';
import { handOverReplicas } from './replicas-hand-over.ts';

const metadata = { name: 'a-vq-node', namespace: 'voice' };

function deployment(replicas?: number): ChildObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels: {} },
    spec: {
      ...(replicas !== undefined && { replicas }),
      selector: {},
      template: { metadata: { labels: {}, annotations: {} }, spec: {} },
    },
  };
}

/** The Deployment as it is; its replicas were applied by `manager`. */
function live(replicas: number, manager: string): KubeObject {
  const managedFields = [{ manager, operation: 'Apply', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }];
  const found = { metadata: { ...metadata, uid: 'u', resourceVersion: '7', managedFields }, spec: { replicas } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', ...found };
}

async function handOver(object: ChildObject, found: KubeObject, options: { readonly dryRun?: boolean } = {}) {
  const { client, asked } = createFakeClient({ get: [answered(found)], apply: [answered(found)] });
  return { result: await handOverReplicas(client, object, options), asked };
}

describe('the replicas of a Deployment', () => {
  it('are not asked for when the object says them', async () => {
    const object = deployment(3);
    const { result, asked } = await handOver(object, live(2, 'interaction-server-operator'));
    expect(result).toEqual({ ok: true, value: object });
    expect(asked).toEqual([]);
  });

  it('are held under another name before they are left to an autoscaler, in the version that was read', async () => {
    const object = deployment();
    const { result, asked } = await handOver(object, live(4, 'interaction-server-operator'));
    expect(result).toEqual({ ok: true, value: object });
    expect(asked).toEqual([
      { verb: 'get', object: metadata, options: undefined },
      {
        verb: 'apply',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { ...metadata, resourceVersion: '7' },
          spec: { replicas: 4 },
        },
        options: { fieldManager: 'interaction-server-operator-replicas', force: true },
      },
    ]);
  });

  it('are one when what was stopped is left to an autoscaler, as that leaves 0 alone', async () => {
    const { asked } = await handOver(deployment(), live(0, 'interaction-server-operator'));
    expect(asked.at(-1)).toMatchObject({ verb: 'apply', object: { spec: { replicas: 1 } } });
  });

  it('are left alone when somebody else holds them already', async () => {
    const { result, asked } = await handOver(deployment(), live(4, 'interaction-server-operator-replicas'));
    expect(result).toEqual({ ok: true, value: deployment() });
    expect(asked.map(({ verb }) => verb)).toEqual(['get']);
  });

  it('stand in what a dry run asks about, which hands nothing over', async () => {
    const { result, asked } = await handOver(deployment(), live(4, 'interaction-server-operator'), { dryRun: true });
    expect(result).toEqual({ ok: true, value: deployment(4) });
    expect(asked.map(({ verb }) => verb)).toEqual(['get']);
  });

  it('stay ours when the Deployment has changed since it was read', async () => {
    const { client } = createFakeClient({
      get: [answered(live(4, 'interaction-server-operator'))],
      apply: [failedWith('Conflict', 'conflict')],
    });
    const result = await handOverReplicas(client, deployment(), {});
    expect(result).toMatchObject({ ok: false, failure: { code: 'Conflict' } });
  });

  it('stay ours when the Deployment cannot be read', async () => {
    const { client } = createFakeClient({ get: [failedWith('Timeout', 'retry')] });
    const result = await handOverReplicas(client, deployment(), {});
    expect(result).toMatchObject({ ok: false, failure: { code: 'Timeout' } });
  });
});

describe('an object of another kind', () => {
  it('is applied as it is', async () => {
    const object: ChildObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, labels: {} },
      data: {},
    };
    const { result, asked } = await handOver(object, live(1, 'interaction-server-operator'));
    expect(result).toEqual({ ok: true, value: object });
    expect(asked).toEqual([]);
  });
});
