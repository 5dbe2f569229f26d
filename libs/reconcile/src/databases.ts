import { type DatabaseFinding, toTimestamp } from '@ixn/assessment';
import type { DatabaseStatus } from '@ixn/interaction-server';
import type { Manifest, ResolvedInstance } from '@ixn/manifests';
import {
  type DatabaseStep,
  type ObservedJob,
  provisionDatabases,
  reportDatabases,
  type RolloutDecision,
} from '@ixn/rollout';
import type { CustomResource, Ports, WriteOutcome } from './ports.ts';
import type { ReferencesRead } from './references.ts';

/** How the databases stand that are to be provisioned, and the Jobs that there are to be. */
export interface Databases {
  readonly steps: readonly DatabaseStep[];
  readonly jobs: readonly Manifest[];
  /** The reads that are to be tried again. */
  readonly unreadable: readonly WriteOutcome[];
}

/** Looks at the databases of an instance that are to be provisioned. */
export function lookAtDatabases(
  instance: ResolvedInstance,
  resource: CustomResource,
  { databases: secrets }: Pick<ReferencesRead, 'databases'>,
  jobs: readonly ObservedJob[],
  { operatorImage: image, now }: Pick<Ports, 'operatorImage' | 'now'>,
): Databases {
  const before = resource.status?.databases ?? [];
  const steps = provisionDatabases({ instance, image, secrets, jobs, before, nowMs: now() });
  return {
    steps,
    jobs: steps.flatMap(({ job }) => job ?? []),
    unreadable: steps.flatMap(({ stands }) =>
      stands.kind === 'unknown' ? [{ kind: 'failed', message: stands.problem.message }] : [],
    ),
  };
}

/** What the status says of each database after a decision, and what is true of it. */
export function assessedDatabases(
  { steps }: Databases,
  decision: RolloutDecision,
  nowMs: number,
): readonly { readonly status: DatabaseStatus; readonly finding: DatabaseFinding }[] {
  return reportDatabases(steps, decision, { nowMs, toTimestamp }).map(({ step, status }) => {
    return { status, finding: findingOf(step, status) };
  });
}

/** What only somebody can mend. */
const stalls: ReadonlySet<string> = new Set(['DatabaseSecretsDisagree', 'OperatorImageUnknown']);

function findingOf({ database, stands }: DatabaseStep, { state, job, retryAt }: DatabaseStatus): DatabaseFinding {
  const what = `database ${database.name} of ${database.workload}`;
  const by = job === undefined ? '' : ` by Job ${job}`;
  switch (stands.kind) {
    case 'provisioned':
      return { state, reason: 'Provisioned', message: '', stalled: false };
    case 'running':
      if (stands.trouble !== undefined) {
        const { reason, message } = stands.trouble;
        return { state, reason, message: `${what} is being provisioned${by}: ${message}`, stalled: false };
      }
      return { state, reason: 'ProvisioningDatabase', message: `${what} is being provisioned${by}`, stalled: false };
    case 'wanted':
      return state === 'Waiting'
        ? { state, reason: 'ProvisioningWaits', message: `${what} waits for the restart of its pods`, stalled: false }
        : { state, reason: 'ProvisioningDatabase', message: `${what} is about to be provisioned`, stalled: false };
    case 'failed': {
      const { reason, message } = stands.problem;
      const again = retryAt === undefined ? '' : `; it is tried again at ${retryAt}`;
      return { state, reason, message: `${what}: ${message}${again}`, stalled: false };
    }
    case 'unknown':
    case 'blocked': {
      const { reason, message } = stands.problem;
      return { state, reason, message: `${what}: ${message}`, stalled: stalls.has(reason) };
    }
  }
}
