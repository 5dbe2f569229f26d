import type {
  Condition,
  ConditionReason,
  ConditionType,
  ConnectionEntry,
  PendingChange,
} from '@ixn/interaction-server';
import type { DatabaseFinding, ProtectionPolicy, WorkloadFinding, WriteFailure } from '../findings.ts';

/** All that conditions are judged by. */
export interface Findings {
  /** In the order of the workloads. */
  readonly workloads: readonly WorkloadFinding[];
  readonly failures: readonly WriteFailure[];
  /** Of each database that is to be provisioned. */
  readonly databases: readonly DatabaseFinding[];
  /** What waits. */
  readonly pending: readonly PendingChange[];
  /** What waits for connections, by their numbers; none where nothing does. */
  readonly closedGates: readonly number[];
  /** How each row stands. */
  readonly connections: readonly ConnectionEntry[];
  /** Whether nobody looks at the rows. */
  readonly suspended: boolean;
  /** Undefined where the spec asks for no protection. */
  readonly protection: ProtectionPolicy | undefined;
}

/** What a condition says; undefined where it does not stand. */
export type Verdict = Pick<Condition, 'status' | 'reason' | 'message'>;

export type Judge = (findings: Findings) => Verdict | undefined;

export type { ConditionReason, ConditionType };

/** The messages of several findings, in one. */
export function together(findings: readonly { readonly message: string }[]): string {
  return findings.map((finding) => finding.message).join('; ');
}
