import { formatPath, type Path } from './value-tree.ts';
import type { Target } from './rules/rule.ts';

/** Fields by their place, until all are known. */
type Draft = Map<string | number, unknown>;

/** What is built up field by field. */
export interface ResourceBuilder {
  /** Why a field cannot be set: another value has it already; undefined where it can. */
  readonly conflict: (target: Target) => string | undefined;
  readonly set: (target: Target) => void;
  readonly has: (path: Path) => boolean;
  /** Where a field stands in the end, as places that nobody has set in a list are closed up. */
  readonly finalPath: (path: Path) => Path;
  /** All that was set, as plain data. */
  readonly build: () => Readonly<Record<string, unknown>>;
}

/** The order in which people read a spec; other fields follow. */
const fieldOrder = ['tenant', 'platform', 'image', 'ixnServer', 'ixnNode', 'ixnVQNode', 'kafka', 'consulConnect'];

export function createResourceBuilder(): ResourceBuilder {
  const root: Draft = new Map();

  function find(path: Path): unknown {
    return path.reduce<unknown>((at, part) => (at instanceof Map ? at.get(part) : undefined), root);
  }

  return {
    conflict: ({ path, value }) => conflictAt(root, path, value),
    set({ path, value }) {
      let at = root;
      for (const part of value === undefined ? path : path.slice(0, -1)) {
        const below = at.get(part);
        const next: Draft = below instanceof Map ? below : new Map();
        at.set(part, next);
        at = next;
      }
      const last = path.at(-1);
      if (value !== undefined && last !== undefined) at.set(last, value);
    },
    has: (path) => find(path) !== undefined,
    finalPath: (path) => {
      let at: unknown = root;
      return path.map((part) => {
        const place = isDraft(at) && typeof part === 'number' ? indexesIn(at).indexOf(part) : part;
        at = isDraft(at) ? at.get(part) : undefined;
        return place;
      });
    },
    build: () => {
      const known = fieldOrder.filter((field) => root.has(field));
      const others = [...root.keys()].filter((field) => !known.some((name) => name === field));
      return Object.fromEntries([...known, ...others].map((field) => [String(field), plain(root.get(field))]));
    },
  };
}

function conflictAt(root: Draft, path: Path, value: unknown): string | undefined {
  let at: unknown = root;
  for (const [index, part] of path.entries()) {
    at = at instanceof Map ? at.get(part) : undefined;
    if (at === undefined) return undefined;
    const isLast = index === path.length - 1;
    const fits = at instanceof Map ? !isLast || value === undefined : isLast && isSame(at, value);
    if (!fits) return `another value has spec.${formatPath(path.slice(0, index + 1))} already`;
  }
  return undefined;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The places of a list that are taken, in their order. */
function indexesIn(draft: Draft): readonly number[] {
  return [...draft.keys()].filter((key) => typeof key === 'number').toSorted((a, b) => a - b);
}

function plain(value: unknown): unknown {
  if (!isDraft(value)) return value;
  const indexes = indexesIn(value);
  if (indexes.length > 0) return indexes.map((index) => plain(value.get(index)));
  return Object.fromEntries([...value].map(([key, below]) => [String(key), plain(below)]));
}

function isDraft(value: unknown): value is Draft {
  return value instanceof Map;
}
