import type { Count } from '../../../../tools/test-report.ts';
import type { ClusterFacts } from '../cluster-facts.ts';
import type { Options } from '../options.ts';
import { auditSoFar } from './operator-requests.ts';
import { unusedRights } from './rights-audit.ts';
import { rightsTable } from './rights-table.ts';

/**
 * Shows how often the operator used each of its rights in a run of the tests, and counts that as a test more: it fails when a
 * request was forbidden, or, after a run of all tests, when a right was not used.
 */
export async function auditRun(
  count: Count,
  facts: ClusterFacts,
  { options, print }: { readonly options: Options; readonly print: (text: string) => void },
): Promise<Count> {
  if (facts.auditLog === null) {
    print("\nRights: not audited, as this cluster's audit log cannot be read");
    return count;
  }
  const audit = await auditSoFar(facts.auditLog, facts);
  print(`\n${rightsTable(audit)}`);
  const isWhole = options.filters.length === 0;
  const wrong = [...audit.forbidden, ...audit.unlisted, ...(isWhole ? unusedRights(audit) : [])];
  if (!isWhole) print('(Not all test files ran: a right that is unused fails nothing.)');
  return wrong.length === 0 ? { ...count, passed: count.passed + 1 } : { ...count, failed: count.failed + 1 };
}
