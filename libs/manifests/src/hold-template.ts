import { templateRecordAnnotation } from './annotations.ts';
import { fingerprinted, withoutFingerprint } from './fingerprinted.ts';
import { versionLabel } from './labels.ts';
import type { ChildMetadata, ChildObject, Manifest } from './manifest.ts';
import type { TemplateRecord } from './objects/template-record.ts';

/**
 * What is wanted of an object of a workload whose pods are to stay as they are meanwhile: its StatefulSet or Deployment with
 * the recorded template, its ConfigMap with the recorded settings, and no record of a new template. Every other object stays
 * as it is wanted.
 */
export function holdTemplate(manifest: Manifest, recordName: string, record: TemplateRecord): readonly Manifest[] {
  switch (manifest.object.kind) {
    case 'ControllerRevision':
      return [];
    case 'ConfigMap':
    case 'StatefulSet':
    case 'Deployment': {
      const object = withoutFingerprint(manifest.object);
      return [fingerprinted(heldObject(object, manifest.workload, recordName, record), manifest)];
    }
    default:
      return [manifest];
  }
}

function heldObject(
  object: ChildObject,
  workload: Manifest['workload'],
  recordName: string,
  record: TemplateRecord,
): ChildObject {
  const metadata = () => heldMetadata(object.metadata, recordName, record.spec?.[workload].image.tag);
  if (object.kind === 'ConfigMap') return { ...object, data: record.settings };
  if (object.kind === 'StatefulSet')
    return { ...object, metadata: metadata(), spec: { ...object.spec, template: record.template } };
  if (object.kind === 'Deployment')
    return { ...object, metadata: metadata(), spec: { ...object.spec, template: record.template } };
  return object;
}

function heldMetadata(metadata: ChildMetadata, recordName: string, tag: string | undefined): ChildMetadata {
  const { 'app.kubernetes.io/version': _version, ...labels } = metadata.labels;
  return {
    ...metadata,
    labels: { ...labels, ...versionLabel(tag) },
    annotations: { ...metadata.annotations, [templateRecordAnnotation]: recordName },
  };
}
