import { isEmptyMap } from './read-values.ts';
import { leavesOf, type SourceLeaf, type ValueNode } from './value-tree.ts';

/** A value that a later file has replaced or taken away, or that says nothing; `by` is that file. */
export interface Superseded {
  readonly leaf: SourceLeaf;
  readonly by: string;
  readonly how: 'replaced' | 'taken away' | 'empty';
}

/**
 * Lays the values of a later file over earlier ones, as Helm does: maps are merged key by key, everything else is replaced, and
 * null takes away. `note` is told every leaf that is not in the result.
 */
export function mergeValues(base: ValueNode, over: ValueNode, note: (superseded: Superseded) => void): ValueNode {
  if (base.kind === 'map' && over.kind === 'map') {
    const entries = new Map(base.entries);
    for (const [key, value] of over.entries) {
      const below = entries.get(key);
      entries.set(key, below === undefined ? value : mergeValues(below, value, note));
    }
    return { kind: 'map', entries };
  }
  if (base.kind === 'map' && over.kind === 'leaf' && isEmptyMap(over)) {
    note({ leaf: over.source, by: over.source.file, how: 'empty' });
    return base;
  }
  const by = leavesOf(over)[0]?.source.file ?? '';
  const isTaken = over.kind === 'leaf' && over.value === null;
  for (const { source } of leavesOf(base)) {
    note({ leaf: source, by, how: isTaken ? 'taken away' : isMergedEmpty(base, over) ? 'empty' : 'replaced' });
  }
  return over;
}

/** An empty map below a map has no effect. */
function isMergedEmpty(base: ValueNode, over: ValueNode): boolean {
  return over.kind === 'map' && isEmptyMap(base);
}
