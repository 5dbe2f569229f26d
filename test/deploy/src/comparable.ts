import type { AnyObject } from './any-object.ts';
import { nameOf } from './objects.ts';

/** Labels by which Helm knows its own, and what it adds to selectors, so that releases of one namespace stay apart. */
const labelsOfHelm = new Set([
  'app.kubernetes.io/instance',
  'app.kubernetes.io/version',
  'app.kubernetes.io/managed-by',
  'helm.sh/chart',
]);

/** Objects by kind, namespace and name, without what only Helm adds, and without the empty things that nobody says. */
export function comparable(objects: readonly AnyObject[]): Readonly<Record<string, unknown>> {
  const entries = objects.map((object) => [nameOf(object), withoutHelm(object)] as const);
  return Object.fromEntries(entries.toSorted(([one], [other]) => one.localeCompare(other)));
}

function withoutHelm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutHelm);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !labelsOfHelm.has(key) && key !== 'helm.sh/resource-policy');
  return Object.fromEntries(
    kept.map(([key, one]) => [key, withoutHelm(one)] as const).filter(([, one]) => !isEmptyMap(one)),
  );
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
