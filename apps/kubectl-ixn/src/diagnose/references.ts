import type { Cluster } from '../cluster/cluster.ts';
import type { SecretValue } from './scrub.ts';
import { referenceTypes } from '@ixn/operator';

/** A Secret or ConfigMap that a resource names. */
export interface NamedReference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
}

/** What is known of the Secrets and ConfigMaps that a resource names; the values are for taking them out of texts only. */
export interface ReferencesRead {
  readonly lines: readonly string[];
  readonly values: readonly SecretValue[];
  /** Secrets that are there and may not be read: what they hold cannot be taken out of anything. */
  readonly unreadSecrets: readonly string[];
  readonly problems: readonly string[];
}

/** The Secrets and ConfigMaps that a spec names, wherever it does: it need not be valid. */
export function referencesIn(spec: unknown): readonly NamedReference[] {
  const found = new Map<string, NamedReference>();
  const note = (kind: NamedReference['kind'], name: unknown) => {
    if (typeof name === 'string' && name !== '') found.set(`${kind}/${name}`, { kind, name });
  };
  const walk = (value: unknown, field: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const kind = /secret/i.test(field) ? 'Secret' : /configMap/i.test(field) ? 'ConfigMap' : undefined;
    if (kind !== undefined) note(kind, Reflect.get(value, 'name'));
    note('Secret', Reflect.get(value, 'secretName'));
    for (const [key, below] of Object.entries(value)) walk(below, Array.isArray(value) ? field : key);
  };
  walk(spec, '');
  return [...found.values()];
}

/** Reads what a spec names. Keys are told, values never. */
export async function readReferences({ client }: Cluster, namespace: string, spec: unknown): Promise<ReferencesRead> {
  const read = await Promise.all(
    referencesIn(spec).map(async ({ kind, name }): Promise<ReferencesRead> => {
      const answer = await client.get(referenceTypes[kind], { namespace, name });
      if (!answer.ok) {
        const { code, message } = answer.failure;
        const isMissing = code === 'NotFound';
        const problems = isMissing ? [] : [`${kind} ${name}: ${code}: ${message}`];
        const lines = [`${kind} ${name}: ${isMissing ? 'missing' : 'could not be read'}`];
        return { lines, values: [], unreadSecrets: kind === 'Secret' && !isMissing ? [name] : [], problems };
      }
      const data = Object.entries({ ...Object(Reflect.get(answer.value, 'data')) });
      const line = `${kind} ${name}: keys ${
        data
          .map(([key]) => key)
          .toSorted()
          .join(', ') || 'none'
      }`;
      const values = kind === 'Secret' ? data.map(([key, text]) => ({ secret: name, key, text: decoded(text) })) : [];
      return { lines: [line], values, unreadSecrets: [], problems: [] };
    }),
  );
  return {
    lines: read.flatMap(({ lines }) => lines),
    values: read.flatMap(({ values }) => values),
    unreadSecrets: read.flatMap(({ unreadSecrets }) => unreadSecrets),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function decoded(value: unknown): string {
  return Buffer.from(String(value), 'base64').toString('utf8');
}
