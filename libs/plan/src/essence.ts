import {
  appliedFingerprintAnnotation,
  configFingerprintAnnotation,
  referencesDigestAnnotation,
  templateRecordAnnotation,
} from '@ixn/manifests';

type Fields = Readonly<Record<string, unknown>>;

/** What the API server and controllers keep account of in each object, and nobody asks for. */
const bookkeeping: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'uid',
]);

/** Fingerprints and digests of ours: what they stand for is shown itself, or must not be. */
const ownAnnotations: ReadonlySet<string> = new Set([
  appliedFingerprintAnnotation,
  configFingerprintAnnotation,
  referencesDigestAnnotation,
  templateRecordAnnotation,
]);

/** An object, or a pod template in one, without its status and all that is only kept account of. */
export function essence(object: unknown): Fields {
  const { status: _status, metadata, ...others } = fieldsOf(object);
  const { annotations, ...named } = without(fieldsOf(metadata), bookkeeping);
  const kept = without(fieldsOf(annotations), ownAnnotations);
  const { spec } = others;
  return {
    ...others,
    metadata: { ...named, ...(Object.keys(kept).length > 0 && { annotations: kept }) },
    ...(isFields(spec) && {
      spec: { ...spec, ...(isFields(spec['template']) && { template: essence(spec['template']) }) },
    }),
  };
}

function without(fields: Fields, names: ReadonlySet<string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)));
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
