/** The way to a value: keys of maps and places in lists. */
export type Path = readonly (string | number)[];

/** A value of a file with nothing below it: a scalar, null, an empty map or an empty list. */
export interface SourceLeaf {
  readonly file: string;
  readonly path: Path;
  readonly value: unknown;
}

/** Values as a tree; maps and lists have something in them. */
export type ValueNode =
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, ValueNode> }
  | { readonly kind: 'list'; readonly items: readonly ValueNode[] }
  | LeafNode;

export interface LeafNode {
  readonly kind: 'leaf';
  /** Where it was read; several leaves share one where a text was read as YAML of its own. */
  readonly source: SourceLeaf;
  readonly value: unknown;
}

/** A leaf with its place in the merged values. */
export interface PlacedLeaf extends Omit<LeafNode, 'kind'> {
  readonly path: Path;
}

/** Every leaf below a node, in order. */
export function leavesOf(node: ValueNode, path: Path = []): readonly PlacedLeaf[] {
  switch (node.kind) {
    case 'leaf':
      return [{ path, source: node.source, value: node.value }];
    case 'list':
      return node.items.flatMap((item, index) => leavesOf(item, [...path, index]));
    case 'map':
      return [...node.entries].flatMap(([key, value]) => leavesOf(value, [...path, key]));
  }
}

/** The node at a path; undefined where the path ends early. */
export function nodeAt(node: ValueNode | undefined, path: Path): ValueNode | undefined {
  return path.reduce<ValueNode | undefined>((at, part) => {
    if (at?.kind === 'map') return at.entries.get(String(part));
    return at?.kind === 'list' && typeof part === 'number' ? at.items[part] : undefined;
  }, node);
}

/** The text of the leaf at a path, numbers and booleans as their text; undefined where there is none. */
export function textIn(node: ValueNode | undefined, ...path: Path): string | undefined {
  const found = nodeAt(node, path);
  return found?.kind === 'leaf' ? asText(found.value) : undefined;
}

/** The items of the list at a path; empty where there is none. */
export function itemsIn(node: ValueNode | undefined, ...path: Path): readonly ValueNode[] {
  const found = nodeAt(node, path);
  return found?.kind === 'list' ? found.items : [];
}

/** A scalar as text; undefined for null, maps and lists. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** A path as people write it: `ixnService.ixnNode.redis[0].host`; keys with dots of their own stand in brackets. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[A-Za-z_][-A-Za-z0-9_]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

/** The parts of a path that is written with dots. */
export function dotted(path: string): Path {
  return path.split('.');
}
