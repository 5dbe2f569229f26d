import { isFields } from '../fields.ts';

/** The directives of a strategic merge patch: two keys, and two prefixes before the name of the list that they speak of. */
export const directives = {
  patch: '$patch',
  retainKeys: '$retainKeys',
  deleteFromPrimitiveList: '$deleteFromPrimitiveList/',
  setElementOrder: '$setElementOrder/',
} as const;

/** The value without nulls and directives: they mean nothing where there is nothing to merge with. */
export function withoutDirectives<Value>(value: Value): Value;
export function withoutDirectives(value: unknown): unknown {
  return cleaned(value, false);
}

/**
 * As `withoutDirectives`, but a map that is marked with $patch goes as a whole: kubectl takes even `$patch: replace` for
 * nothing where the base has no such field.
 */
export function withoutMarkedMaps(value: unknown): unknown {
  return cleaned(value, true);
}

function cleaned(value: unknown, dropMarked: boolean): unknown {
  const isMarked = (item: unknown) => dropMarked && isFields(item) && item[directives.patch] !== undefined;
  if (isMarked(value)) return undefined;
  if (Array.isArray(value)) return value.filter((item) => !isMarked(item)).map((item) => cleaned(item, dropMarked));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, item]) => !isDirective(name) && item !== null && !isMarked(item))
      .map(([name, item]) => [name, cleaned(item, dropMarked)]),
  );
}

function isDirective(name: string): boolean {
  const { patch, retainKeys, deleteFromPrimitiveList, setElementOrder } = directives;
  return (
    [patch, retainKeys].some((key) => key === name) ||
    [deleteFromPrimitiveList, setElementOrder].some((prefix) => name.startsWith(prefix))
  );
}
