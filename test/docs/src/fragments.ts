import { parseAllDocuments } from 'yaml';
import { blocksOf } from './blocks.ts';

/** A map, as of YAML. */
export type Fields = Readonly<Record<string, unknown>>;

/** A part of an InteractionServer that a page shows: its `spec`, or some of it. */
export interface Fragment {
  readonly line: number;
  readonly spec: Fields;
}

/** The fragments of a page: blocks of YAML with nothing but a `spec` in them. */
export function fragmentsOf(markdown: string): readonly Fragment[] {
  const blocks = blocksOf(markdown).filter(({ language }) => language === 'yaml');
  return blocks.flatMap(({ line, lines }) =>
    parseAllDocuments(lines.join('\n'), { version: '1.1' }).flatMap((document) => {
      const value: unknown = document.toJS();
      const onlySpec = isFields(value) && Object.keys(value).join() === 'spec' ? value['spec'] : undefined;
      return isFields(onlySpec) ? [{ line, spec: onlySpec }] : [];
    }),
  );
}

/** What a merge patch makes of fields: maps are merged key by key, all else is replaced. */
export function mergedWith(fields: Fields, patch: Fields): Fields {
  const merged = Object.entries(patch).map(([key, value]) => {
    const before = fields[key];
    return [key, isFields(before) && isFields(value) ? mergedWith(before, value) : value];
  });
  return { ...fields, ...Object.fromEntries(merged) };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
