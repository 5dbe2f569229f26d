/**
 * Gives the earlier one of equal JSON values, so that what is the same in thousands of objects is in memory once. What contains
 * the text `own` differs in each object and is kept, with its parts shared where they can be.
 */
export type Sharing = (value: unknown, own: string | undefined) => unknown;

/** Beyond that many different values it begins anew; what was shared stays shared. */
const mostValues = 2_000;

export function createSharing(): Sharing {
  const values = new Map<string, unknown>();

  function share(value: unknown, own: string | undefined): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const text = JSON.stringify(value);
    if (own !== undefined && text.includes(own)) {
      if (Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, share(part, own)]));
    }
    const earlier = values.get(text);
    if (earlier !== undefined) return earlier;
    if (values.size >= mostValues) values.clear();
    values.set(text, value);
    return value;
  }

  return share;
}
