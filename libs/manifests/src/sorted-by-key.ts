/** The same fields with their keys in ascending order, so that the order in which a user wrote them changes nothing. */
export function sortedByKey<Value>(fields: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
