import type { Party } from './parties.ts';

/** What the rows are resolved against: one instance. */
export interface ConnectionContext {
  /** A valid spec with every default filled in; read by the paths that the rows name. */
  readonly spec: unknown;
  readonly tenantId: string;
  /** Names of the instance's own Services. */
  readonly services: Readonly<Partial<Record<Party, string>>>;
  /** Whether Consul Connect carries the rows that have an upstream. */
  readonly connect: boolean;
}

/** The value at a dotted path; undefined where the path ends early. */
export function settingAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined), value);
}

/** The text at a dotted path, numbers and booleans as their text; undefined where there is none. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = settingAt(value, path);
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : undefined;
}

/** The list at a dotted path; empty where there is none. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = settingAt(value, path);
  return Array.isArray(found) ? found : [];
}
