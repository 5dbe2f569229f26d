import { parse } from '@ixn/interaction-server';
import { buildManifests, type Manifest, resolve, type TemplateRecord, templateRecordAnnotation } from '@ixn/manifests';
import { interactionServer, type Overrides, podMergeSchema } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import type { ObservedChild } from './changes.ts';
import { type Rendering, restartCause } from './restart-cause.ts';

const db = { db: { host: 'pg', credentialsSecretRef: { name: 'db' } } };
const spec = { ixnServer: db };

function renderingOf(overrides: Overrides, digest?: string): Rendering {
  const parsed = parse(interactionServer(overrides));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return {
    instance: parsed.value,
    features: { podMonitors: false },
    digests: digest === undefined ? {} : { ixnServer: digest },
    mergeSchema: podMergeSchema,
  };
}

function serverOf({ instance, features, digests, mergeSchema }: Rendering): Manifest {
  const manifests = buildManifests(resolve(instance, features, digests), mergeSchema);
  const found = manifests.find(({ object }) => object.kind === 'StatefulSet');
  if (found === undefined) throw new Error('there is no StatefulSet');
  return found;
}

function recordOf({ instance, digests }: Rendering, { object }: Manifest): TemplateRecord {
  if (object.kind !== 'StatefulSet') throw new Error('this is another kind');
  return { spec: instance.spec, referencesDigest: digests.ixnServer, settings: {}, template: object.spec.template };
}

/** The server as it runs, from what was rendered before. */
function child(manifest: Manifest): ObservedChild {
  return {
    kind: 'StatefulSet',
    namespace: 'voice',
    name: 'tenant-100-ixn',
    uid: 'uid',
    controller: undefined,
    labelledFor: undefined,
    retained: false,
    terminating: false,
    appliedFingerprint: undefined,
    ownFields: undefined,
    templateRecord: manifest.object.metadata.annotations?.[templateRecordAnnotation],
  };
}

const before = renderingOf({ spec }, 'old');
const running = serverOf(before);
const record = recordOf(before, running);

/** The cause when this is wanted now, and `known` is what was recorded of what runs. */
function cause(now: Rendering, known: TemplateRecord | undefined = record, runs = child(running)): string {
  const update = {
    kind: 'update',
    manifest: serverOf(now),
    child: runs,
    cause: 'SpecChanged',
    restarts: true,
  } as const;
  return restartCause(update, known, now);
}

/** As another version of the operator has rendered it: with another name for what runs. */
const otherwise = { ...child(running), templateRecord: 'tenant-100-ixn-template-of-another-version' };

describe('the cause of a restart', () => {
  it('is the spec where the user changed what the pods are made of', () => {
    expect(cause(renderingOf({ spec: { ixnServer: { ...db, image: { tag: '2' } } } }, 'old'))).toBe('SpecChanged');
  });

  it('is the spec where both the spec and a Secret changed', () => {
    expect(cause(renderingOf({ spec: { ixnServer: { ...db, image: { tag: '2' } } } }, 'new'))).toBe('SpecChanged');
  });

  it('is a Secret where what is read of it has another digest', () => {
    expect(cause(renderingOf({ spec }, 'new'))).toBe('ReferencesChanged');
  });

  it('is the operator where the user changed nothing, and it renders something else than runs', () => {
    expect(cause(before, record, otherwise)).toBe('OperatorUpdated');
  });

  it('is the operator where another workload alone was changed by the user', () => {
    const now = renderingOf({ spec: { ...spec, ixnNode: { image: { tag: '2' } } } }, 'old');
    expect(cause(now, record, otherwise)).toBe('OperatorUpdated');
  });

  it('is the operator where it lets the pods read another key, which has another digest of course', () => {
    const template = JSON.parse(JSON.stringify(record.template).replaceAll('"password"', '"passwd"'));
    expect(cause(renderingOf({ spec }, 'new'), { ...record, template }, otherwise)).toBe('OperatorUpdated');
  });

  it('is drift where what is wanted is what was applied', () => {
    expect(cause(before)).toBe('Drift');
  });

  it('is the spec where nothing is known of what runs, or it was made from a spec that breaks a rule of today', () => {
    const update = renderingOf({ spec }, 'new');
    expect(
      restartCause(
        { kind: 'update', manifest: serverOf(update), child: otherwise, cause: 'SpecChanged', restarts: true },
        undefined,
        update,
      ),
    ).toBe('SpecChanged');
    expect(cause(update, { ...record, spec: undefined })).toBe('SpecChanged');
  });
});
