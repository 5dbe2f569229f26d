import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

type Fields = Readonly<Record<string, unknown>>;

const fixtures = join(import.meta.dirname, '..', 'fixtures');

/** How a pod template is merged, as @ixn/manifests reads it from an API server. */
export interface PodMergeSchema {
  readonly root: string;
  readonly types: Readonly<
    Record<string, Readonly<Record<string, { readonly type?: string; readonly merged?: true; readonly key?: string }>>>
  >;
}

/** What the API server of the integration tests says of pod templates; they hold the file against it. */
export const podMergeSchema: PodMergeSchema = read('pod-merge-schema.json');

/** A strategic merge patch of a pod template and what comes of it. */
export interface StrategicMergeCase {
  readonly name: string;
  readonly base: Fields;
  readonly patch: Fields;
  readonly merged: Fields;
}

/** Merges of every kind; the integration tests hold them against kubectl. */
export const strategicMergeCases: readonly StrategicMergeCase[] = read('strategic-merge.yaml');

function read(file: string) {
  return parse(readFileSync(join(fixtures, file), 'utf8'));
}
