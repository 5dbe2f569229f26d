/** The same fields with their keys in ascending order, so that the order in which a user wrote them changes nothing. */
export function sortedByKey<Value>(fields: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A JSON value with the keys of every object in it in ascending order; lists keep theirs. */
export function deeplySorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deeplySorted);
  return typeof value === 'object' && value !== null ? deeplySortedFields(value) : value;
}

export function deeplySortedFields(fields: object): Readonly<Record<string, unknown>> {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(fields);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, item]) => [key, deeplySorted(item)]));
}
