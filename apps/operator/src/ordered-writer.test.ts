import type { ChildObject } from '@ixn/manifests';
import type { ClusterWriter, CustomResource } from '@ixn/reconcile';
import { describe, expect, it } from 'vitest';
import { inTurns } from './ordered-writer.ts';
import { createTurns } from './turns.ts';

const metadata = { name: 'a', namespace: 'voice', labels: {} };
const account: ChildObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata,
  automountServiceAccountToken: false,
};
const settings: ChildObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {} };
const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} } as unknown as ChildObject;
const resource: CustomResource = {
  metadata: { name: 'a', namespace: 'voice', uid: 'u', generation: 1, creationTimestamp: '' },
};

describe('writes of many instances', () => {
  it('go to what is cheap before workloads, and to the status last', async () => {
    const written: string[] = [];
    const note = async (what: string) => {
      written.push(what);
      return { kind: 'done' } as const;
    };
    const writer: ClusterWriter = {
      apply: ({ kind }) => note(kind),
      tryApply: ({ kind }) => note(`try ${kind}`),
      remove: ({ kind }) => note(`remove ${kind}`),
      removePod: ({ name }) => note(`remove pod ${name}`),
      reportStatus: () => note('status'),
      explainDrift: async () => undefined,
      recordEvent: () => undefined,
    };
    const turns = createTurns(1);
    const { promise: busy, resolve: free } = Promise.withResolvers<void>();
    const before = turns.take(0, () => busy);
    const ordered = inTurns(writer, turns);
    const all = [
      ordered.reportStatus(resource, { observedGeneration: 1 }),
      ordered.apply(workload, 'create'),
      ordered.apply(settings, 'create'),
      ordered.apply(account, 'update'),
      ordered.tryApply(workload, 'create'),
    ];
    free();
    await Promise.all([before, ...all]);
    expect(written).toEqual(['ServiceAccount', 'try Deployment', 'ConfigMap', 'Deployment', 'status']);
  });
});
