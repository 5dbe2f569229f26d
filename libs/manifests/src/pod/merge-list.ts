import { type Fields, isFields } from '../fields.ts';
import { directives, withoutDirectives } from './patch-directives.ts';

export interface ListMerge {
  /** The field by which items are told apart; undefined where they are scalars. */
  readonly key: string | undefined;
  /** The order that the patch asks for by $setElementOrder: scalars, or maps of which only the key counts. */
  readonly order: readonly unknown[] | undefined;
  readonly mergeItem: (item: Fields, patch: Fields) => Fields;
}

/**
 * Merges two lists by key, or as sets of scalars. The items of the patch come in the patch's order (or in the one that it asks
 * for), the others of the base keep theirs; new items stand before the items of the base that come after none of the patch's.
 */
export function mergeList(base: readonly unknown[], patch: readonly unknown[], merge: ListMerge): readonly unknown[] {
  const identity = identityBy(merge.key);
  const { kept, added } = followMarks(base, patch, identity);
  const merged = added.reduce<readonly unknown[]>((items, item) => mergeItem(items, item, identity, merge), kept);
  return inOrder(merged, merge.order ?? added, kept, identity);
}

/** What tells an item apart; undefined for an item that has nothing of the kind. */
type Identity = (item: unknown) => unknown;

function identityBy(key: string | undefined): Identity {
  return (item) => (key === undefined || !isFields(item) ? item : item[key]);
}

/** Follows the items that only say something about others: `$patch: delete` with a key, and `$patch: replace`. */
function followMarks(base: readonly unknown[], patch: readonly unknown[], identity: Identity) {
  const added = patch.filter((item) => markOf(item) !== 'delete' && markOf(item) !== 'replace');
  if (patch.some((item) => markOf(item) === 'replace')) return { kept: added.map(withoutDirectives), added: [] };
  const deleted = patch.filter((item) => markOf(item) === 'delete').map(identity);
  return { kept: base.filter((item) => !deleted.includes(identity(item))), added };
}

function markOf(item: unknown): unknown {
  return isFields(item) ? item[directives.patch] : undefined;
}

function mergeItem(
  items: readonly unknown[],
  patch: unknown,
  identity: Identity,
  merge: ListMerge,
): readonly unknown[] {
  const same = identity(patch) === undefined ? -1 : items.findIndex((item) => identity(item) === identity(patch));
  if (same < 0) return [...items, withoutDirectives(patch)];
  return items.map((item, index) =>
    index === same && isFields(item) && isFields(patch) ? merge.mergeItem(item, patch) : item,
  );
}

/**
 * Lays two orders together: first of the items in `order`, which keep that order, and second of the others, which keep the
 * base's; where both have an item in the base, the base says which comes first.
 */
function inOrder(
  items: readonly unknown[],
  order: readonly unknown[],
  base: readonly unknown[],
  identity: Identity,
): readonly unknown[] {
  const placeIn = (list: readonly unknown[], item: unknown) =>
    list.findIndex((other) => identity(other) === identity(item));
  const ordered = items
    .filter((item) => placeIn(order, item) >= 0)
    .toSorted((one, other) => placeIn(order, one) - placeIn(order, other));
  const others = items.filter((item) => placeIn(order, item) < 0);
  const laid: unknown[] = [];
  let laidOthers = 0;
  for (const item of ordered) {
    // Items that the base does not have come as soon as they can.
    const place = placeIn(base, item);
    const following = others.slice(laidOthers);
    const stop = following.findIndex((other) => placeIn(base, other) < 0 || placeIn(base, other) >= place);
    const count = stop < 0 ? following.length : stop;
    laid.push(...following.slice(0, count), item);
    laidOthers += count;
  }
  return [...laid, ...others.slice(laidOthers)];
}
