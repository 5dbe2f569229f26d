import { createHash } from 'node:crypto';
import { deeplySorted } from './sorted-by-key.ts';

/** A short fingerprint of a value, the same whatever the order of its keys: 16 hexadecimal digits of SHA-256. */
export function fingerprint(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(deeplySorted(value)))
    .digest('hex')
    .slice(0, 16);
}
