import type { Outcome } from './rules/rule.ts';
import { formatPath, type PlacedLeaf, type SourceLeaf } from './value-tree.ts';

/** What became of one value of one file. The value itself is not in it: it may be a password. */
export interface ReportEntry {
  readonly file: string;
  /** Such as `ixnService.ixnNode.redis[0].host`. */
  readonly path: string;
  readonly fate: Outcome['fate'];
  /** Of what was mapped: the fields that it went to, as `spec.…`, or `Secret NAME, key KEY`. */
  readonly to?: readonly string[];
  /** Why it was ignored or not understood. */
  readonly because?: string;
  /** Of a text with several values in it that was not ignored as a whole: those that were. */
  readonly ignoredWithin?: readonly { readonly path: string; readonly because: string }[];
  /** Placeholders and templates in it that nobody has filled in; they stand in the resource as they are. */
  readonly unresolved?: readonly string[];
}

/** The outcome of one leaf; a text that is YAML of its own has several. */
export interface LeafOutcome {
  readonly leaf: PlacedLeaf;
  readonly outcome: Outcome;
  readonly unresolved: readonly string[];
}

/** The fields that an outcome set, as `spec.…`. */
export function fieldsOf(outcome: Outcome): readonly string[] {
  return outcome.fate === 'mapped' ? outcome.targets.map(({ path }) => `spec.${formatPath(path)}`) : [];
}

/** One entry for a value of a file, from the outcomes of all that was read in it. */
export function entryOf(source: SourceLeaf, outcomes: readonly LeafOutcome[]): ReportEntry {
  const fates = outcomes.map(({ outcome }) => outcome.fate);
  const fate = fates.includes('notUnderstood') ? 'notUnderstood' : fates.includes('mapped') ? 'mapped' : 'ignored';
  const to = [...new Set(outcomes.flatMap(({ outcome }) => destinations(outcome)))];
  const because = [...new Set(outcomes.flatMap((one) => reasons(one, source, fate)))];
  const ignoredWithin = fate === 'ignored' ? [] : outcomes.flatMap(ignoredPart);
  const unresolved = [...new Set(outcomes.flatMap((one) => one.unresolved))];
  return {
    file: source.file,
    path: formatPath(source.path),
    fate,
    ...(to.length > 0 && { to }),
    ...(because.length > 0 && { because: because.join('; ') }),
    ...(ignoredWithin.length > 0 && { ignoredWithin }),
    ...(unresolved.length > 0 && { unresolved }),
  };
}

function destinations(outcome: Outcome): readonly string[] {
  if (outcome.fate !== 'mapped') return [];
  const { secretKey } = outcome;
  const key = secretKey === undefined ? [] : [`Secret ${secretKey.secret}, key ${secretKey.key}`];
  return [...key, ...fieldsOf(outcome)];
}

function ignoredPart({ leaf, outcome }: LeafOutcome) {
  return outcome.fate === 'ignored' ? [{ path: formatPath(leaf.path), because: outcome.because }] : [];
}

/** Of a text with several values in it only the reasons for the worst fate are told, each with its own place. */
function reasons({ leaf, outcome }: LeafOutcome, source: SourceLeaf, fate: Outcome['fate']): readonly string[] {
  if (outcome.fate === 'mapped' || outcome.fate !== fate) return [];
  const inner = formatPath(leaf.path.slice(source.path.length));
  const isInner = leaf.path.length > source.path.length && outcome.fate === 'notUnderstood';
  return [isInner ? `${inner}: ${outcome.because}` : outcome.because];
}
