import { type Fields, isFields } from '../fields.ts';
import { mergeList, type ListMerge } from './merge-list.ts';
import type { FieldMerge, MergeFields, MergeSchema } from './merge-schema.ts';
import { directives, withoutDirectives, withoutMarkedMaps } from './patch-directives.ts';

/**
 * Kubernetes' strategic merge patch of a pod template, as `kubectl patch --type=strategic` does it: maps are merged, null
 * deletes, lists are merged or replaced as the API server's schema says, and the directives $patch, $retainKeys,
 * $deleteFromPrimitiveList and $setElementOrder are followed.
 *
 * Total: what kubectl refuses, such as a container without a name, is passed on as far as it can be, for the API server to
 * refuse with the field's path. Neither argument is changed.
 *
 * One difference: `$patch: delete` takes a map away, as its documentation says, where kubectl leaves an empty one. Without it
 * a probe could not be taken away by `kubectl apply`, which drops the nulls of custom resources.
 *
 * Source: Kubernetes' "Strategic Merge Patch" in sig-api-machinery, and k8s.io/apimachinery's strategicpatch.
 */
export function strategicMerge(base: Fields, patch: Fields, schema: MergeSchema): Fields {
  return mergeFields(base, patch, schema.root, schema);
}

function mergeFields(base: Fields, patch: Fields, type: string | undefined, schema: MergeSchema): Fields {
  switch (patch[directives.patch]) {
    case 'replace':
      return withoutDirectives(patch);
    case 'delete':
      return {};
    default: {
      const types: MergeFields = (type === undefined ? undefined : schema.types[type]) ?? {};
      const merged = new Map(Object.entries(retainedFields(base, patch)));
      for (const name of fieldNames(patch)) {
        const value = mergeField(merged.get(name), fieldPatch(patch, name), types[name] ?? {}, schema);
        if (value === undefined) merged.delete(name);
        else merged.set(name, value);
      }
      return Object.fromEntries(merged);
    }
  }
}

/** What a patch says of one field: in the field itself, and in the directives that stand beside it. */
interface FieldPatch {
  /** Undefined where only directives speak of the field. */
  readonly value: unknown;
  readonly deletedItems: readonly unknown[];
  readonly order: readonly unknown[] | undefined;
}

function fieldPatch(patch: Fields, name: string): FieldPatch {
  const deleted = patch[`${directives.deleteFromPrimitiveList}${name}`];
  const order = patch[`${directives.setElementOrder}${name}`];
  return {
    value: patch[name],
    deletedItems: Array.isArray(deleted) ? deleted : [],
    order: Array.isArray(order) ? order : undefined,
  };
}

/** The fields that a patch speaks of, once each. */
function fieldNames(patch: Fields): ReadonlySet<string> {
  const prefixes = [directives.deleteFromPrimitiveList, directives.setElementOrder];
  const names = Object.keys(patch).map((key) => {
    const prefix = prefixes.find((candidate) => key.startsWith(candidate)) ?? '';
    return key.slice(prefix.length);
  });
  return new Set(names.filter((name) => name !== directives.patch && name !== directives.retainKeys));
}

/** The fields of the base that stay when the patch says which ones do. */
function retainedFields(base: Fields, patch: Fields): Fields {
  const retained = patch[directives.retainKeys];
  if (!Array.isArray(retained)) return base;
  return Object.fromEntries(Object.entries(base).filter(([name]) => retained.includes(name)));
}

/** The merged value; undefined where the field is absent afterwards. */
function mergeField(before: unknown, patch: FieldPatch, field: FieldMerge, schema: MergeSchema): unknown {
  const { value, deletedItems, order } = patch;
  if (value === null) return undefined;
  if (Array.isArray(before)) {
    const base = before.filter((item) => !deletedItems.includes(item));
    if (value !== undefined && !Array.isArray(value)) return withoutMarkedMaps(value);
    if (field.merged === undefined) return value === undefined ? base : value.map(withoutDirectives);
    const merge: ListMerge = {
      key: field.key,
      order,
      mergeItem: (item, itemPatch) => mergeFields(item, itemPatch, field.type, schema),
    };
    return mergeList(base, value ?? [], merge);
  }
  if (value === undefined) return before;
  if (isFields(before) && isFields(value)) {
    return value[directives.patch] === 'delete' ? undefined : mergeFields(before, value, field.type, schema);
  }
  return withoutMarkedMaps(value);
}
