import { isRecord } from './json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The API server never records these as owned; they identify the object or are its own. */
const unrecordedMetadata = new Set([
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'selfLink',
  'managedFields',
]);

/**
 * Whether `fieldsV1` (a field set of `metadata.managedFields`) owns every field of `intent`, and nothing else.
 *
 * It needs no schema. When another manager changes or removes a field, the API server takes it out of the sets of
 * those who had applied another value. So, if the intent carries a hash of itself in an annotation and the live object
 * still has that annotation's value, a true answer proves that nothing we apply has drifted, and that nothing we once
 * applied is left over, whatever the server has normalised or defaulted.
 *
 * Where schemas leave it no trace it answers false: leave empty lists out of the intent, unless the list is atomic
 * (such as NetworkPolicy's `ingress`). It cannot see inside a value whose last owned child was taken by somebody else
 * when its parent is a key of a schemaless map; built-in types have no such place.
 *
 * Field set format: Kubernetes API reference, FieldsV1; sigs.k8s.io/structured-merge-diff.
 */
export function ownsExactly(intent: unknown, fieldsV1: unknown): boolean {
  return isRecord(intent) && isRecord(fieldsV1) && ownsFields(recorded(intent), fieldsV1);
}

/** The part of an object that field sets speak of. */
export function recorded(intent: Fields): Fields {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = intent;
  if (!isRecord(metadata)) {
    return rest;
  }
  const kept = Object.entries(metadata).filter(([name]) => !unrecordedMetadata.has(name));
  return kept.length === 0 ? rest : { ...rest, metadata: Object.fromEntries(kept) };
}

function owns(value: unknown, node: unknown): boolean {
  if (!isRecord(node)) {
    return false;
  }
  if (childrenOf(node).length === 0) {
    return true; // a scalar, an empty map, or a list or map that is owned as a whole
  }
  if (Array.isArray(value)) {
    return ownsItems(value, node);
  }
  return isRecord(value) && ownsFields(value, node);
}

function ownsFields(value: Fields, node: Fields): boolean {
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return childrenOf(node).length === fields.length && fields.every(([name, field]) => owns(field, node[`f:${name}`]));
}

function ownsItems(items: readonly unknown[], node: Fields): boolean {
  const children = childrenOf(node);
  if (children.every((child) => child.startsWith('v:'))) {
    const members = new Set(items.map((item) => JSON.stringify(item)));
    return members.size === children.length && children.every((child) => members.has(child.slice(2)));
  }
  return children.every((child) => child.startsWith('k:')) && ownsKeyedItems(items, node, children);
}

interface KeyedChild {
  readonly keys: readonly (readonly [string, unknown])[];
  readonly node: unknown;
}

/**
 * Pairs each item with the child that has its merge keys. Keys that an item leaves out were defaulted by the schema
 * (a port's `protocol`), so they match any value; but then they are not owned as fields, which tells two items apart
 * that differ in such a key alone.
 */
function ownsKeyedItems(items: readonly unknown[], node: Fields, children: readonly string[]): boolean {
  const free = new Set<KeyedChild>();
  for (const child of children) {
    const keys = parsed(child.slice(2));
    if (!isRecord(keys)) {
      return false;
    }
    free.add({ keys: Object.entries(keys), node: node[child] });
  }
  const records = items.filter(isRecord);
  if (records.length !== items.length || items.length !== children.length) {
    return false;
  }
  return records.every((item) => {
    for (const child of free) {
      const matches = child.keys.every(([name, key]) => item[name] === undefined || item[name] === key);
      if (matches && owns(item, child.node)) {
        return free.delete(child);
      }
    }
    return false;
  });
}

/** `.` says that the place itself is owned too, beside its children; what is under it says enough. */
function childrenOf(node: Fields): readonly string[] {
  return Object.keys(node).filter((child) => child !== '.');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
