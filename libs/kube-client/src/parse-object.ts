import { failed, type Result, succeeded } from './failure.ts';
import { isRecord } from './json.ts';
import { apiVersionOf, type KubeObject, type ResourceType } from './objects.ts';

export interface ObjectList<T> {
  readonly items: readonly T[];
  readonly resourceVersion: string;
  /** Present when there is a next page. */
  readonly continue?: string;
}

/** Checks that a value is an object with a name; that the rest of it is a `T` is the caller's claim. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the one place where an answer gets its type
function isObject<T extends KubeObject>(value: unknown): value is T {
  return isRecord(value) && isRecord(value['metadata']) && typeof value['metadata']['name'] === 'string';
}

/**
 * Gives an object of `type` its `apiVersion` and `kind`, which list items lack and metadata-only objects replace.
 * Undefined for anything that is no object.
 */
export function parseObject(value: unknown, type: ResourceType): KubeObject | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const apiVersion = apiVersionOf(type);
  const complete =
    value['kind'] === type.kind && value['apiVersion'] === apiVersion
      ? value
      : { ...value, apiVersion, kind: type.kind };
  return isObject(complete) ? complete : undefined;
}

export function parseAnswer<T extends KubeObject>(answer: Result<unknown>, type: ResourceType): Result<T> {
  if (!answer.ok) {
    return answer;
  }
  const object = parseObject(answer.value, type);
  return isObject<T>(object) ? succeeded(object) : failed('BadAnswer', `the answer is no ${type.kind}`);
}

export function parseList<T extends KubeObject>(answer: Result<unknown>, type: ResourceType): Result<ObjectList<T>> {
  if (!answer.ok) {
    return answer;
  }
  const list = answer.value;
  const metadata = isRecord(list) ? list['metadata'] : undefined;
  // Go writes an empty list as null.
  const items = isRecord(list) ? (list['items'] ?? []) : undefined;
  if (!isRecord(metadata) || typeof metadata['resourceVersion'] !== 'string' || !Array.isArray(items)) {
    return failed('BadAnswer', `the answer is no list of ${type.plural}`);
  }
  const objects = items.map((item) => parseObject(item, type)).filter((object) => isObject<T>(object));
  if (objects.length !== items.length) {
    return failed('BadAnswer', `the list of ${type.plural} has an item without a name`);
  }
  const next = metadata['continue'];
  return succeeded({
    items: objects,
    resourceVersion: metadata['resourceVersion'],
    ...(typeof next === 'string' && next !== '' ? { continue: next } : {}),
  });
}
