import { appliedFingerprintAnnotation } from './annotations.ts';
import { fingerprint } from './fingerprint.ts';
import type { ChildObject, Manifest } from './manifest.ts';

/** The manifest of an object without a fingerprint: with it beside the object and in the object's own annotations. */
export function fingerprinted(object: ChildObject, of: Pick<Manifest, 'workload' | 'customised'>): Manifest {
  const print = fingerprint(digestible(object));
  const annotations = { ...object.metadata.annotations, [appliedFingerprintAnnotation]: print };
  const { workload, customised } = of;
  return {
    workload,
    customised,
    fingerprint: print,
    object: { ...object, metadata: { ...object.metadata, annotations } },
  };
}

/** The same object without its fingerprint. */
export function withoutFingerprint(object: ChildObject): ChildObject {
  const { annotations, ...metadata } = object.metadata;
  const { [appliedFingerprintAnnotation]: _fingerprint, ...others } = annotations ?? {};
  return { ...object, metadata: { ...metadata, ...(Object.keys(others).length > 0 && { annotations: others }) } };
}

/** The template of a workload has been digested already: the name of its record, which the workload names, says it. */
function digestible(object: ChildObject): unknown {
  switch (object.kind) {
    case 'StatefulSet':
    case 'Deployment':
      return { ...object, spec: { ...object.spec, template: undefined } };
    case 'ControllerRevision':
      return object.metadata.name;
    default:
      return object;
  }
}
