import { namesCredential } from './credentials.ts';
import { type Environment, fillPlaceholders } from './placeholders.ts';
import { readBlock } from './read-values.ts';
import { renderTemplates } from './templates.ts';
import type { LeafNode, Path, ValueNode } from './value-tree.ts';

/** Where charts take a text that is YAML of its own, mostly with templates in it. */
const blockKeys = ['volumes', 'volumeMounts', 'annotations', 'nodeSelector', 'tolerations', 'affinity', 'resources'];

/**
 * Fills in placeholders and templates, and reads texts that are YAML of their own. Credentials are left as they are: nothing
 * reads them.
 */
export function expandValues(values: ValueNode, environment: Environment): ValueNode {
  const filled = mapLeaves(values, [], (leaf, path) => {
    if (typeof leaf.value !== 'string' || isCredential(path)) return leaf;
    return { ...leaf, value: fillPlaceholders(leaf.value, environment) };
  });
  return mapLeaves(filled, [], (leaf, path) => {
    if (typeof leaf.value !== 'string' || isCredential(path)) return leaf;
    const value = renderTemplates(leaf.value, filled);
    const block = isBlock(path) ? readBlock(value, leaf.source) : undefined;
    return block ?? { ...leaf, value };
  });
}

/** Whether a text at a path is read as YAML of its own. */
export function isBlock(path: Path): boolean {
  return blockKeys.some((key) => key === path.at(-1));
}

/** Whether a path leads to what is never copied. */
export function isCredential(path: Path): boolean {
  const name = path.findLast((part) => typeof part === 'string');
  return name !== undefined && namesCredential(name);
}

function mapLeaves(node: ValueNode, path: Path, change: (leaf: LeafNode, path: Path) => ValueNode): ValueNode {
  switch (node.kind) {
    case 'leaf':
      return change(node, path);
    case 'list':
      return { kind: 'list', items: node.items.map((item, index) => mapLeaves(item, [...path, index], change)) };
    case 'map': {
      const entries = [...node.entries].map(([key, value]) => [key, mapLeaves(value, [...path, key], change)] as const);
      return { kind: 'map', entries: new Map(entries) };
    }
  }
}
