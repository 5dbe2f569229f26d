import { allRules } from './rules/all-rules.ts';

/** One line of the documentation's table. */
export interface MappingLine {
  /** Paths in the chart's values: `*` is any key, `[]` any place in a list, `**` all that is below. */
  readonly helm: readonly string[];
  /** Where they go, or why they are not needed. */
  readonly says: string;
}

/** Every rule, in the order in which they are tried; rules that say the same stand in one line. */
export function mappingTable(): readonly MappingLine[] {
  const lines = new Map<string, string[]>();
  for (const { helm, says } of allRules) lines.set(says, [...(lines.get(says) ?? []), helm]);
  return [...lines].map(([says, helm]) => ({ helm, says }));
}
