import type { Workload } from '@ixn/connections';
import type { ReferenceProblem, WorkloadFinding } from '../findings.ts';
import { together, type Verdict } from './verdict.ts';

/** What is said of Secrets and ConfigMaps that keep pods from starting, now or the next time; undefined where none does. */
export function referenceProblems(
  workloads: readonly WorkloadFinding[],
): Pick<Verdict, 'reason' | 'message'> | undefined {
  const all = workloads.flatMap(({ workload, referenceProblems: problems }) =>
    problems.map((problem) => ({ workload, problem })),
  );
  const sentences = Map.groupBy(all, ({ problem: { subject, use, words } }) => [subject, use, words].join('\n'));
  const told = [...sentences.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [sentence(first.problem, [...new Set(same.map(({ workload }) => workload))])];
  });
  // What is missing comes before what cannot be read: somebody has to act for it.
  const gravest = all.find(({ problem }) => isMissing(problem)) ?? all[0];
  return gravest && { reason: gravest.problem.reason, message: together(told) };
}

/** Whether it is known that something is not there; what cannot be read may be there. */
export function isMissing({ reason }: ReferenceProblem): boolean {
  return reason !== 'ReferenceUnreadable';
}

function sentence({ subject, use, words }: ReferenceProblem, of: readonly Workload[]): { readonly message: string } {
  const whose = new Intl.ListFormat('en-GB').format(of);
  const reads = of.length === 1 ? 'reads' : 'read';
  const clause = use === 'read' ? `which ${whose} ${reads}` : `with which the images of ${whose} are pulled`;
  return { message: `${subject}, ${clause}, ${words}` };
}
