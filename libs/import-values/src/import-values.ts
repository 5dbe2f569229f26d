import { apiVersion, parse, resourceType, type Violation } from '@ixn/interaction-server';
import { createResourceBuilder, type ResourceBuilder } from './build-resource.ts';
import { type Assumption, complete } from './completions.ts';
import { expandValues } from './expand-values.ts';
import { factsOf } from './facts.ts';
import { mergeValues, type Superseded } from './merge-values.ts';
import { placeLeaf } from './outcomes.ts';
import { type Environment, unresolvedIn } from './placeholders.ts';
import { readValues, type ValuesFile } from './read-values.ts';
import { entryOf, fieldsOf, type LeafOutcome, type ReportEntry } from './report.ts';
import { ignored, type Outcome } from './rules/rule.ts';
import { type SecretManifest, secretManifests } from './secret-manifests.ts';
import { leavesOf, type SourceLeaf, type ValueNode } from './value-tree.ts';

export interface ImportInput {
  /** In the order in which Helm is given them: what a later one says holds. */
  readonly files: readonly ValuesFile[];
  /** What placeholders such as `$NAME` stand for. */
  readonly environment: Environment;
  /** Name of the resource; `tenant-<sid>` when absent. */
  readonly name?: string;
  readonly namespace?: string;
}

/** A custom resource as it is written; nothing in it was typed yet. */
export interface ImportedResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface ImportedInstance {
  readonly resource: ImportedResource;
  /** To be filled in: one for each name under which a credential stands in the values themselves. */
  readonly secrets: readonly SecretManifest[];
  /** One entry for every value of every file, file by file. */
  readonly report: readonly ReportEntry[];
  /** What no value says, and the chart has by itself. */
  readonly assumed: readonly Assumption[];
  /** Rules that the resource breaks, but for those that only what is still to be filled in breaks. */
  readonly violations: readonly Violation[];
}

export type Imported =
  | { readonly ok: true; readonly value: ImportedInstance }
  /** Files that are no values. */
  | { readonly ok: false; readonly problems: readonly { readonly file: string; readonly message: string }[] };

/** Makes an InteractionServer of the values of a release of the vendor's chart. The same input gives the same result. */
export function importValues(input: ImportInput): Imported {
  const read = input.files.map((file) => ({ file: file.name, ...readValues(file) }));
  const problems = read.flatMap((one) => (one.ok ? [] : [{ file: one.file, message: one.message }]));
  if (problems.length > 0) return { ok: false, problems };
  const files = read.flatMap((one) => (one.ok ? [one] : []));
  const roots = files.flatMap(({ root }) => root ?? []);
  const superseded: Superseded[] = files.flatMap((one) =>
    one.superseded.map((leaf) => ({ leaf, by: one.file, how: 'replaced' as const })),
  );
  const note = (one: Superseded) => void superseded.push(one);
  const merged = roots.reduce((base, over) => mergeValues(base, over, note), noValues);
  const values = expandValues(merged, input.environment);
  const facts = factsOf(values);
  const builder = createResourceBuilder();
  const placed = leavesOf(values).map((leaf) => placeLeaf(leaf, facts, builder));
  const assumed = complete(builder, facts);
  const outcomes = placed.map((one) => ({ ...one, outcome: inItsPlace(one.outcome, builder) }));
  const name = input.name ?? `tenant-${facts.sid}`;
  const resource: ImportedResource = {
    apiVersion,
    kind: resourceType.kind,
    metadata: { name, ...(input.namespace !== undefined && { namespace: input.namespace }) },
    spec: builder.build(),
  };
  const keys = outcomes.flatMap(({ outcome }) => (outcome.fate === 'mapped' ? (outcome.secretKey ?? []) : []));
  const sources = files.flatMap((one) => [...(one.root ? leavesOf(one.root).map(sourceOf) : []), ...one.superseded]);
  return {
    ok: true,
    value: {
      resource,
      secrets: secretManifests(keys, input.namespace),
      report: reportOf(sources, outcomes, superseded),
      assumed,
      violations: violationsOf(resource, outcomes, assumed),
    },
  };
}

const noValues: ValueNode = { kind: 'map', entries: new Map() };

function sourceOf({ source }: { readonly source: SourceLeaf }): SourceLeaf {
  return source;
}

function reportOf(
  sources: readonly SourceLeaf[],
  outcomes: readonly LeafOutcome[],
  superseded: readonly Superseded[],
): readonly ReportEntry[] {
  const lost = new Map(superseded.map((one) => [one.leaf, one]));
  const found = new Map<SourceLeaf, LeafOutcome[]>();
  for (const one of outcomes) found.set(one.leaf.source, [...(found.get(one.leaf.source) ?? []), one]);
  return sources.map((source) => {
    const gone = lost.get(source);
    return entryOf(source, gone === undefined ? (found.get(source) ?? []) : [supersededOutcome(gone)]);
  });
}

function supersededOutcome({ leaf: source, by, how }: Superseded): LeafOutcome {
  const words = { replaced: `${by} says otherwise`, 'taken away': `${by} takes it away`, empty: 'it is empty' };
  const leaf = { path: source.path, source, value: source.value };
  return { leaf, outcome: ignored(words[how]), unresolved: [] };
}

/** What was set, by the path that it has in the end. */
function inItsPlace(outcome: Outcome, { finalPath }: ResourceBuilder): Outcome {
  if (outcome.fate !== 'mapped') return outcome;
  return { ...outcome, targets: outcome.targets.map((target) => ({ ...target, path: finalPath(target.path) })) };
}

/** The rules that a resource breaks in what is known of it. */
function violationsOf(
  resource: ImportedResource,
  outcomes: readonly LeafOutcome[],
  assumed: readonly Assumption[],
): readonly Violation[] {
  const { name, namespace = 'default' } = resource.metadata;
  const parsed = parse({ ...resource, metadata: { name, namespace, uid: '', generation: 1 } });
  if (parsed.ok) return [];
  const toFillIn = new Set([
    ...outcomes.flatMap(({ outcome, unresolved }) => (unresolved.length > 0 ? fieldsOf(outcome) : [])),
    ...assumed.flatMap(({ path, value }) => (unresolvedIn(value).length > 0 ? [path] : [])),
    ...(unresolvedIn(name).length > 0 ? ['metadata.name'] : []),
  ]);
  return parsed.violations.filter(({ path }) => !toFillIn.has(path));
}
