import type { Facts } from '../facts.ts';
import { dotted, type Path, type PlacedLeaf } from '../value-tree.ts';

/** A place below `spec` and what is set there; without a value the place is to be a map, whatever is in it. */
export interface Target {
  readonly path: Path;
  readonly value?: unknown;
}

/** A key of a Secret that somebody has to fill in, or that holds a value which is no secret. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
  readonly value?: string;
}

/** What becomes of a value. */
export type Outcome =
  | { readonly fate: 'mapped'; readonly targets: readonly Target[]; readonly secretKey?: SecretKey }
  | { readonly fate: 'ignored'; readonly because: string }
  | { readonly fate: 'notUnderstood'; readonly because: string };

/** What becomes of the values at some paths of the chart. */
export interface Rule {
  /** Path in the chart's values: `*` is any key, `[]` any place in a list, `**` all that is at or below. */
  readonly helm: string;
  /** Where it goes, or why it is not needed, for the documentation. */
  readonly says: string;
  /** Whether an empty map or list means something; it is ignored otherwise. */
  readonly takesEmpty?: true;
  readonly outcome: (leaf: PlacedLeaf, facts: Facts) => Outcome;
}

export function mapped(path: Path, value?: unknown): Outcome {
  return { fate: 'mapped', targets: [value === undefined ? { path } : { path, value }] };
}

export function ignored(because: string): Outcome {
  return { fate: 'ignored', because };
}

export function notUnderstood(because: string): Outcome {
  return { fate: 'notUnderstood', because };
}

/** A rule for what is not needed, whatever it says. */
export function ignoredRule(helm: string, because: string): Rule {
  return { helm, says: because, outcome: () => ignored(because) };
}

/** A rule for one value that has a field of its own, by its dotted path below `spec`. */
export function fieldRule(helm: string, to: string, read: Reader): Rule {
  return { helm, says: `\`spec.${to}\``, outcome: ({ value }) => readTo(dotted(to), value, read) };
}

/** Sets what a reader makes of a value; what is still to be filled in stays as it is, whatever the field holds. */
export function readTo(path: Path, value: unknown, read: Reader): Outcome {
  const found = isUnresolved(value) ? value : read.of(value);
  return found === undefined ? notUnderstood(`it is not ${read.expects}`) : mapped(path, found);
}

/** How a value is read, as charts write numbers and booleans as texts too. */
export interface Reader {
  readonly expects: string;
  readonly of: (value: unknown) => unknown;
}

function isUnresolved(value: unknown): boolean {
  return typeof value === 'string' && /\$\{?[A-Z_]|\{\{/.test(value);
}
