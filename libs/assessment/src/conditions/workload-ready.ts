import type { Workload } from '@ixn/connections';
import type { WorkloadFinding } from '../findings.ts';
import type { Findings, Verdict } from './verdict.ts';

/** The judge of one workload's own condition. */
export function workloadReady(workload: Workload): (findings: Findings) => Verdict | undefined {
  return ({ workloads }) => {
    const finding = workloads.find((candidate) => candidate.workload === workload);
    return finding && { status: statuses[finding.state], reason: finding.reason, message: finding.message };
  };
}

const statuses = {
  converged: 'True',
  stopped: 'True',
  rolling: 'Unknown',
  lost: 'False',
  overdue: 'False',
} as const satisfies Record<WorkloadFinding['state'], Verdict['status']>;
