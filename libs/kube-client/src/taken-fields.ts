import { isRecord } from './json.ts';
import type { KubeObject, ManagedFieldsEntry } from './objects.ts';
import { recorded } from './owns-exactly.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of ours that somebody has changed or removed since we applied them. */
export interface TakenFields {
  /** The field manager that owns them now; undefined where nobody does: they were removed, or only defaults stand there. */
  readonly manager: string | undefined;
  /** When that manager last wrote to the object; RFC 3339. */
  readonly time: string | undefined;
  /** Such as `spec.template.spec.containers[ixn-server].image`. */
  readonly fields: readonly string[];
}

/** One step from a value to a part of it: the field of an object, or an item of a list. */
type Step = { readonly field: string } | { readonly item: unknown; readonly index: number };

/**
 * Who has what of `intent` that `fieldManager` does not own any more in `live`, by manager. It needs no schema; see
 * `ownsExactly` for what leaves no trace in field sets. Empty where everything is owned.
 */
export function takenFields(intent: unknown, live: KubeObject, fieldManager: string): readonly TakenFields[] {
  if (!isRecord(intent)) return [];
  const entries = live.metadata.managedFields ?? [];
  const own = entries.find((entry) => isOurs(entry, fieldManager));
  const lost = missingPaths(recorded(intent), own?.fieldsV1 ?? {});
  const others = entries.filter((entry) => !isOurs(entry, fieldManager));
  const byOwner = Map.groupBy(lost, (path) => others.findLast((entry) => hasPath(entry.fieldsV1, path)));
  return [...byOwner].map(([owner, paths]) => ({
    manager: owner?.manager,
    time: owner?.time,
    fields: paths.map(inWords),
  }));
}

function isOurs(entry: ManagedFieldsEntry, fieldManager: string): boolean {
  return entry.manager === fieldManager && entry.operation === 'Apply' && (entry.subresource ?? '') === '';
}

/** The places of a value that a field set does not own, the outermost of each. */
function missingPaths(value: unknown, node: unknown, path: readonly Step[] = []): readonly (readonly Step[])[] {
  if (!isRecord(node)) return [path];
  if (isWhole(node) && path.length > 0) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      missingPaths(item, childFor(node, { item, index }), [...path, { item, index }]),
    );
  }
  if (!isRecord(value)) return [];
  return Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .flatMap(([field, part]) => missingPaths(part, childFor(node, { field }), [...path, { field }]));
}

/** Whether a set owns a place of an object; what is owned as a whole owns everything below. */
function hasPath(fieldsV1: unknown, path: readonly Step[]): boolean {
  let node: unknown = fieldsV1;
  for (const step of path) {
    if (!isRecord(node)) return false;
    if (node !== fieldsV1 && isWhole(node)) return true;
    node = childFor(node, step);
  }
  return isRecord(node);
}

/** A scalar, or a list or map that is owned as one value. */
function isWhole(node: Fields): boolean {
  return Object.keys(node).every((child) => child === '.');
}

/** What a set says of one part; undefined where it says nothing. */
function childFor(node: Fields, step: Step): unknown {
  if ('field' in step) return node[`f:${step.field}`];
  const name = Object.keys(node).find((child) => isItem(child, step.item));
  return name === undefined ? undefined : node[name];
}

/** Whether a child of a list's set is for an item: by its value, or by its keys, of which it may leave defaulted ones out. */
function isItem(child: string, item: unknown): boolean {
  if (child.startsWith('v:')) return child.slice(2) === JSON.stringify(item);
  if (!child.startsWith('k:') || !isRecord(item)) return false;
  const keys: unknown = JSON.parse(child.slice(2));
  return isRecord(keys) && Object.entries(keys).every(([key, value]) => item[key] === undefined || item[key] === value);
}

function inWords(path: readonly Step[]): string {
  return path.reduce((words, step) => `${words}${stepInWords(step, words === '')}`, '');
}

function stepInWords(step: Step, first: boolean): string {
  if ('field' in step) {
    if (step.field.includes('.') || step.field.includes('/')) return `[${step.field}]`;
    return first ? step.field : `.${step.field}`;
  }
  const { item, index } = step;
  return `[${isRecord(item) && typeof item['name'] === 'string' ? item['name'] : index}]`;
}
