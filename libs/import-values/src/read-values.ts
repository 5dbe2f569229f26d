import { parseDocument } from 'yaml';
import { leavesOf, type Path, type SourceLeaf, type ValueNode } from './value-tree.ts';

/** A values file as it was given. */
export interface ValuesFile {
  /** How reports call it. */
  readonly name: string;
  readonly text: string;
}

export type ValuesRead =
  | { readonly ok: true; readonly root: ValueNode | undefined; readonly superseded: readonly SourceLeaf[] }
  | { readonly ok: false; readonly message: string };

/** Types of YAML 1.1 that Helm's reader does not know. */
const unknownToHelm = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`);

/**
 * Reads a values file as Helm does: YAML 1.1, where yes, no, on and off are booleans, with anchors and merge keys. `root` is
 * undefined for a file that says nothing. Of two keys that are one as text, such as 1 and "1", the last holds.
 */
export function readValues({ name, text }: ValuesFile): ValuesRead {
  const tree = readTree(text, (path, value) => ({ file: name, path, value }));
  if (!tree.ok || tree.root === undefined || tree.root.kind === 'map') return tree;
  const saysNothing = isEmptyMap(tree.root) || (tree.root.kind === 'leaf' && tree.root.value === null);
  return saysNothing ? { ...tree, root: undefined } : { ok: false, message: 'values must be a map' };
}

/**
 * Reads a text that stands in a values file as YAML of its own; its leaves all come from the leaf that the text is. Templates in
 * it stay as they are. Undefined where it is no map and no list.
 */
export function readBlock(text: string, source: SourceLeaf): ValueNode | undefined {
  // Braces mean something in YAML, too.
  const templates: string[] = [];
  const shielded = text.replaceAll(/\{\{.*?\}\}/gs, (template) => `${shield}${templates.push(template) - 1}_`);
  const restore = (shieldedText: string) =>
    shieldedText.replaceAll(shieldPattern, (_, index: string) => templates[Number(index)] ?? '');
  const tree = readTree(shielded, () => source, restore);
  return tree.ok && (tree.root?.kind === 'map' || tree.root?.kind === 'list') ? tree.root : undefined;
}

const shield = '_template_of_helm_';
const shieldPattern = /_template_of_helm_([0-9]+)_/g;

function readTree(
  text: string,
  sourceOf: (path: Path, value: unknown) => SourceLeaf,
  restore: (text: string) => string = (same) => same,
): ValuesRead {
  const superseded: SourceLeaf[] = [];
  try {
    const document = parseDocument(text, {
      version: '1.1',
      logLevel: 'error',
      customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !unknownToHelm.includes(tag.tag)),
    });
    const [error] = document.errors;
    if (error !== undefined) return { ok: false, message: withoutExcerpt(error) };
    if (document.contents === null) return { ok: true, root: undefined, superseded };
    const json: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 1000 });
    return { ok: true, root: toNode(json, []), superseded };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? withoutExcerpt(error) : String(error) };
  }

  function toNode(value: unknown, path: Path): ValueNode {
    if (Array.isArray(value) && value.length > 0) {
      return { kind: 'list', items: value.map((item: unknown, index) => toNode(item, [...path, index])) };
    }
    if (value instanceof Map && value.size > 0) {
      const entries = new Map<string, ValueNode>();
      for (const [found, below] of value) {
        const key = restore(String(found));
        const before = entries.get(key);
        if (before !== undefined) superseded.push(...leavesOf(before).map(({ source }) => source));
        entries.set(key, toNode(below, [...path, key]));
      }
      return { kind: 'map', entries };
    }
    const leaf = value instanceof Map ? {} : typeof value === 'string' ? restore(value) : value;
    return { kind: 'leaf', source: sourceOf(path, leaf), value: leaf };
  }
}

/** What is wrong, and where; not the lines there, which may be of a password. */
function withoutExcerpt({ message }: Error): string {
  return message.split(':\n\n')[0] ?? message;
}

/** Whether a leaf is a map without anything in it. */
export function isEmptyMap(node: ValueNode): boolean {
  return node.kind === 'leaf' && typeof node.value === 'object' && node.value !== null && !Array.isArray(node.value);
}
