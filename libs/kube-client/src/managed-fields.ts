import type { KubeObject } from './objects.ts';

/**
 * The fields (`fieldsV1`) that `fieldManager` owns in `object` through server-side apply, on the object itself or on
 * the given subresource; undefined when it has applied nothing there.
 */
export function appliedFields(object: KubeObject, fieldManager: string, subresource?: string): unknown {
  return object.metadata.managedFields?.find(
    (entry) =>
      entry.manager === fieldManager &&
      entry.operation === 'Apply' &&
      (entry.subresource ?? '') === (subresource ?? ''),
  )?.fieldsV1;
}
