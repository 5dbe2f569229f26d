import { interactionServer, podMergeSchema } from '@ixn/test-kit';
import { describe, expect, it } from 'vitest';
import { templateRecordAnnotation } from './annotations.ts';
import { holdTemplate } from './hold-template.ts';
import type { ChildObject, Manifest } from './manifest.ts';
import { type TemplateRecord, templateRecordName } from './objects/template-record.ts';
import { manifestsOf, parsed, resolved } from './resolved.testing.ts';

const before = interactionServer({ spec: { ixnServer: { image: { tag: '1' } } } });
const after = interactionServer({
  spec: { ixnServer: { image: { tag: '2' }, confServer: { host: 'conf', appName: 'Other' } } },
});

function find(manifests: readonly Manifest[], kind: ChildObject['kind'], name: string): Manifest {
  const found = manifests.find(({ object }) => object.kind === kind && object.metadata.name.startsWith(name));
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

const old = manifestsOf(before);
const oldServer = find(old, 'StatefulSet', 'tenant-100-ixn');
const oldSettings = find(old, 'ConfigMap', 'tenant-100-ixn');
const oldName = oldServer.object.metadata.annotations?.[templateRecordAnnotation] ?? '';

function recordOf({ object: server }: Manifest, { object: settings }: Manifest): TemplateRecord {
  if (server.kind !== 'StatefulSet' || settings.kind !== 'ConfigMap') throw new Error('these are other kinds');
  return {
    spec: parsed(before).spec,
    referencesDigest: undefined,
    settings: settings.data,
    template: server.spec.template,
  };
}

function held(kind: ChildObject['kind'], name: string): readonly Manifest[] {
  return holdTemplate(find(manifestsOf(after), kind, name), oldName, recordOf(oldServer, oldSettings));
}

describe('a workload whose template is held', () => {
  it('is wanted as it was applied, to the last byte, where nothing but the template and the settings changed', () => {
    expect(held('StatefulSet', 'tenant-100-ixn')).toEqual([oldServer]);
    expect(held('ConfigMap', 'tenant-100-ixn')).toEqual([oldSettings]);
  });

  it('keeps the name of the record of the template that it runs', () => {
    expect(oldName).toBe(templateRecordName(resolved(before), 'ixnServer', podMergeSchema));
  });

  it('wants no record of the new template yet', () => {
    expect(held('ControllerRevision', 'tenant-100-ixn')).toEqual([]);
  });

  it('has its other objects as they are wanted now', () => {
    const service = find(manifestsOf(after), 'Service', 'tenant-100-ixn');
    expect(held('Service', 'tenant-100-ixn')).toEqual([service]);
  });
});

describe('the record of a template', () => {
  it('holds, as texts, what the template was made from and what came out', () => {
    const { object } = find(old, 'ControllerRevision', 'tenant-100-ixn-template');
    if (object.kind !== 'ControllerRevision') throw new Error('this is another kind');
    const { spec = '', template = '', settings = '' } = object.data;
    expect({
      spec: JSON.parse(spec),
      referencesDigest: undefined,
      settings: JSON.parse(settings),
      template: JSON.parse(template),
    }).toEqual(recordOf(oldServer, oldSettings));
  });

  it('has the same name for the same template alone', () => {
    const names = [before, after, before].map((resource) =>
      templateRecordName(resolved(resource), 'ixnServer', podMergeSchema),
    );
    expect(names[0]).toBe(names[2]);
    expect(names[0]).not.toBe(names[1]);
    expect(templateRecordName(resolved(before), 'ixnNode', podMergeSchema)).toBe(
      templateRecordName(resolved(after), 'ixnNode', podMergeSchema),
    );
  });
});
