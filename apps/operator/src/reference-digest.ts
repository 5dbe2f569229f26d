import { createHmac, randomBytes, scrypt } from 'node:crypto';
import type { KubeObject } from '@ixn/kube-client';
import type { Reference } from '@ixn/manifests';
import { valueAt } from './value-at.ts';

/** What is made of the contents of a Secret or ConfigMap: all that is kept of them. */
export interface ReferenceDigest {
  readonly digest: string;
  readonly missingKeys: readonly string[];
}

/** Contents of a Secret or ConfigMap by key; those of a Secret are base64. */
export type Contents = Readonly<Record<string, unknown>>;

/**
 * Digest of the keys in use of an object: 16 hexadecimal digits, the same for the same content wherever the key order, the UID
 * and the version differ. It ends up in an annotation that more people may read than the Secret, so trying out passwords
 * is made dear (scrypt, some milliseconds each). Every release must give the same digests: another one restarts pods.
 */
export async function digestReference(
  object: { readonly namespace: string; readonly name: string },
  keys: Reference['keys'],
  contents: Contents,
): Promise<ReferenceDigest> {
  const inUse = keys === 'all' ? Object.keys(contents) : keys;
  const values = inUse.toSorted().map((key) => [key, contents[key] ?? null]);
  return {
    digest: await scrypted(JSON.stringify(values), `${object.namespace}/${object.name}`),
    missingKeys: inUse.filter((key) => contents[key] === undefined),
  };
}

/**
 * Makes digests of single values: the same for the same value, in whichever object it stands, but others in each process, as
 * its key is random and leaves it nowhere.
 */
export function createValueDigests(): (
  keys: Reference['keys'],
  contents: Contents,
) => Readonly<Record<string, string>> {
  const key = randomBytes(32);
  return (keys, contents) => {
    const known = (keys === 'all' ? Object.keys(contents) : keys).filter((name) => typeof contents[name] === 'string');
    const digest = (name: string) => createHmac('sha256', key).update(String(contents[name])).digest('base64');
    return Object.fromEntries(known.map((name) => [name, digest(name)]));
  };
}

function scrypted(text: string, salt: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  scrypt(text, salt, digestBytes, { N: 1024 }, (error, digest) => {
    if (error) reject(error);
    else resolve(digest.toString('hex'));
  });
  return promise;
}

const digestBytes = 8;

/** What is in a Secret or ConfigMap, by key. */
export function contentsOf(object: KubeObject): Contents {
  return { ...recordAt(object, 'binaryData'), ...recordAt(object, 'data') };
}

function recordAt(object: KubeObject, field: string): Contents {
  const value = valueAt(object, field);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
