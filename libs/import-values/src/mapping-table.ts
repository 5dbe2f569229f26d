import { allRules } from './rules/all-rules.ts';

/** One line of the documentation's table. */
export interface MappingLine {
  /** Path in the chart's values: `*` is any key, `[]` any place in a list, `**` all that is at or below. */
  readonly helm: string;
  /** Where it goes, or why it is not needed. */
  readonly says: string;
}

/** Every rule, in the order in which they are tried. */
export function mappingTable(): readonly MappingLine[] {
  return allRules.map(({ helm, says }) => ({ helm, says }));
}
