import { createHash } from 'node:crypto';
import { sortedByKey } from './sorted-by-key.ts';

/** A short fingerprint of a value, the same whatever the order of its keys: 16 hexadecimal digits of SHA-256. */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(value)))
    .digest('hex')
    .slice(0, 16);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return sortedByKey(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sortKeys(item)])));
}
