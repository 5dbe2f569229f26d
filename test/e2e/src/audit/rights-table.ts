import { type RightsAudit, type RightUse, unusedRights } from './rights-audit.ts';

/** The audit as a person reads it: a line for each resource, how often each verb was used, and the sums. */
export function rightsTable(audit: RightsAudit): string {
  const byResource = Map.groupBy(audit.uses, ({ scope, resource }) => `${resource} (${scope})`);
  const width = Math.max(...[...byResource.keys()].map((name) => name.length));
  const lines = [...byResource].map(([name, uses]) => `  ${name.padEnd(width)}  ${uses.map(figureOf).join('  ')}`);
  const unused = unusedRights(audit);
  const sums =
    `Rights: ${audit.uses.length} granted, ${unused.length} unused; ` +
    `${audit.forbidden.length} requests forbidden, ${audit.unlisted.length} let through by no right of the list`;
  return [
    'How often the operator used each of its rights:',
    '',
    ...lines,
    '',
    sums,
    ...unused.map((right) => `  unused: ${right}`),
    ...audit.forbidden.map((request) => `  forbidden: ${request}`),
    ...audit.unlisted.map((request) => `  not in the list: ${request}`),
  ].join('\n');
}

function figureOf({ verb, times }: RightUse): string {
  return `${verb} ${times}`;
}
