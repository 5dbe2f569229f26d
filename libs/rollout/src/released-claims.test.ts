import { parse } from '@ixn/interaction-server';
import { type ResolvedInstance, resolve } from '@ixn/manifests';
import { interactionServer } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import type { ObservedChild } from './changes.ts';
import { releasedClaims } from './released-claims.ts';

function resolved(deletionPolicy: 'Retain' | 'Delete', logStorage?: object): ResolvedInstance {
  const parsed = parse(interactionServer({ spec: { deletionPolicy, ixnServer: { logStorage } } }));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return resolve(parsed.value, { podMonitors: false }, {});
}

const retain = resolved('Retain');

function claim(overrides: Partial<ObservedChild> = {}): ObservedChild {
  return {
    kind: 'PersistentVolumeClaim',
    namespace: retain.namespace,
    name: 'tenant-100-ixn-logs',
    uid: 'claim-uid',
    controller: { kind: 'InteractionServer', name: retain.name, uid: retain.uid },
    labelledFor: retain.name,
    retained: false,
    terminating: false,
    appliedFingerprint: 'old',
    ownFields: {},
    templateRecord: undefined,
    storage: { storageSize: '5Gi', storageClassName: 'fast' },
    ...overrides,
  };
}

describe('a log volume that the spec asks for no more', () => {
  it('loses its owner under Retain, and keeps what it claims', () => {
    const [manifest, ...others] = releasedClaims(retain, [claim()]);
    expect(others).toEqual([]);
    expect(manifest?.object).toMatchObject({
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'tenant-100-ixn-logs', labels: { 'ixn.operators.dev/instance': 'tenant-100' } },
      spec: { resources: { requests: { storage: '5Gi' } }, storageClassName: 'fast' },
    });
    expect(manifest?.object.metadata).not.toHaveProperty('ownerReferences');
  });

  it.each<[string, ResolvedInstance, Partial<ObservedChild>]>([
    ['under Delete', resolved('Delete'), {}],
    ['while the spec asks for one, as that is applied anyway', resolved('Retain', { storageSize: '5Gi' }), {}],
    ['once it has lost its owner', retain, { controller: undefined, retained: true }],
    ['that another instance owns', retain, { controller: { kind: 'InteractionServer', name: 'other', uid: 'other' } }],
    ['that is being deleted', retain, { terminating: true }],
  ])('is left to the diff %s', (_, instance, overrides) => {
    expect(releasedClaims(instance, [claim(overrides)])).toEqual([]);
  });
});
