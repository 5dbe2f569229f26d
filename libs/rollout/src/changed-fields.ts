import { isDeepStrictEqual } from 'node:util';

/** A field that differs; a value that is not there is undefined. */
export interface ChangedField {
  /** Such as `spec.containers[ixn-server].image`: items of a list stand by their name where they have one. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields in which two JSON values differ, the smallest parts of them, in the order of their paths. */
export function changedFields(before: unknown, after: unknown, path = ''): readonly ChangedField[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [left, right] = [partsOf(before), partsOf(after)];
  if (left === undefined || right === undefined || left.list !== right.list) return [{ path, before, after }];
  const keys = [...new Set([...left.parts.keys(), ...right.parts.keys()])].toSorted();
  const fields = keys.flatMap((key) =>
    changedFields(left.parts.get(key), right.parts.get(key), left.list ? `${path}[${key}]` : joined(path, key)),
  );
  // The same items in another order.
  return fields.length === 0 ? [{ path, before, after }] : fields;
}

function joined(path: string, key: string): string {
  const part = key.includes('.') || key.includes('/') ? `[${key}]` : `.${key}`;
  return path === '' ? key : `${path}${part}`;
}

/** The parts of an object by their names, or of a list by the names or places of its items; undefined for what has none. */
function partsOf(value: unknown): { readonly list: boolean; readonly parts: ReadonlyMap<string, unknown> } | undefined {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const names = items.map(nameOf);
    const unique = new Set(names).size === names.length && !names.includes(undefined);
    return { list: true, parts: new Map(items.map((item, place) => [(unique && names[place]) || `${place}`, item])) };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return { list: false, parts: new Map(Object.entries(value)) };
}

function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('name' in item)) return undefined;
  return typeof item.name === 'string' ? item.name : undefined;
}
