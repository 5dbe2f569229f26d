import type { SecretKey } from './rules/rule.ts';
import { toFillIn } from './to-fill-in.ts';

/** A Secret that somebody has to fill in before it is applied. */
export interface SecretManifest {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly type: 'Opaque';
  readonly stringData: Readonly<Record<string, string>>;
}

/** One Secret for each name, with every key that the values have inline; the keys of a database's user are always both there. */
export function secretManifests(keys: readonly SecretKey[], namespace: string | undefined): readonly SecretManifest[] {
  const names = [...new Set(keys.map(({ secret }) => secret))];
  return names.map((name) => {
    const own = keys.filter(({ secret }) => secret === name);
    const data = Object.fromEntries(own.map(({ key, value }) => [key, value ?? toFillIn]));
    const isUser = own.some(({ key }) => key === 'username' || key === 'password');
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, ...(namespace !== undefined && { namespace }) },
      type: 'Opaque',
      stringData: isUser ? { username: toFillIn, password: toFillIn, ...data } : data,
    };
  });
}
