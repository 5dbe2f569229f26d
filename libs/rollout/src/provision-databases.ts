import type { ConditionReason, DatabaseStatus } from '@ixn/interaction-server';
import {
  type Database,
  databaseInputs,
  type DatabaseWorkload,
  isProvisioned,
  type Manifest,
  provisionJob,
  type ProvisionedDatabase,
  type ResolvedInstance,
} from '@ixn/manifests';
import { databasesInDisagreement } from './databases-in-disagreement.ts';

/** A Job that provisions a database, as it stands. */
export interface ObservedJob {
  readonly name: string;
  readonly workload: DatabaseWorkload;
  readonly state: 'running' | 'complete' | 'failed';
  readonly terminating: boolean;
  /** Why it failed, or what keeps its pod from running; undefined while there is nothing to tell. */
  readonly trouble: DatabaseProblem | undefined;
}

export interface DatabaseProblem {
  readonly reason: ConditionReason;
  readonly message: string;
}

/** What is known of the Secrets of one database. */
export interface DatabaseSecrets {
  readonly number: number;
  /** Digest of the credentials of its role; undefined while pods keep what they have, or nobody knows. */
  readonly credentials: string | undefined;
  /** Digests of the administrator's Secret and of the authority; undefined while something of it is not there. */
  readonly access: readonly string[] | undefined;
  /** What is wrong with them. */
  readonly problem: DatabaseProblem | undefined;
  /** Digests of the role's name and of its password, which tell nothing but whether two are the same. */
  readonly role: { readonly username: string; readonly password: string } | undefined;
}

export interface ProvisioningInput {
  readonly instance: ResolvedInstance;
  /** The operator's own image; undefined while it does not know it. */
  readonly image: string | undefined;
  /** Of each database that the spec names. */
  readonly secrets: readonly DatabaseSecrets[];
  /** The instance's own. */
  readonly jobs: readonly ObservedJob[];
  /** As last reported. */
  readonly before: readonly DatabaseStatus[];
  readonly nowMs: number;
}

/** How a database stands that is to be provisioned, and what is to be done about it. */
export interface DatabaseStep {
  readonly database: ProvisionedDatabase;
  /** What it is to be provisioned with. */
  readonly inputs: string | undefined;
  readonly before: DatabaseStatus | undefined;
  readonly stands:
    | { readonly kind: 'provisioned' }
    /** A Job is to be made; another one may have to go first. */
    | { readonly kind: 'wanted' }
    | { readonly kind: 'running'; readonly trouble: DatabaseProblem | undefined }
    | {
        readonly kind: 'failed';
        readonly problem: DatabaseProblem;
        readonly retryAtMs: number;
        readonly attempts: number;
      }
    /** Somebody has to act first. */
    | { readonly kind: 'blocked'; readonly problem: DatabaseProblem }
    /** A Secret could not be read for now: whatever goes on goes on. */
    | { readonly kind: 'unknown'; readonly problem: DatabaseProblem };
  /** The Job that there is to be; undefined where there is to be none. */
  readonly job: Manifest | undefined;
}

/** Decides for each database that is to be provisioned whether it is, and which Job there is to be. */
export function provisionDatabases(input: ProvisioningInput): readonly DatabaseStep[] {
  return input.instance.databases.filter(isProvisioned).map((database) => stepOf(database, input));
}

function stepOf(database: ProvisionedDatabase, input: ProvisioningInput): DatabaseStep {
  const { instance, image, nowMs } = input;
  const secrets = input.secrets.find(({ number }) => number === database.number);
  const before = input.before.find(({ number }) => number === database.number);
  const jobs = input.jobs.filter(({ workload }) => workload === database.workload);
  const { credentials, access = [] } = secrets ?? {};
  const inputs = credentials === undefined ? undefined : databaseInputs(database, credentials);
  const manifest =
    image === undefined || credentials === undefined
      ? undefined
      : provisionJob(instance, database, { image, credentials, access });
  const own = jobs.find(({ name }) => name === manifest?.object.metadata.name);
  const step = { database, inputs, before };

  if (inputs !== undefined && before?.inputs === inputs) {
    return { ...step, stands: { kind: 'provisioned' }, job: own && manifest };
  }
  if (secrets?.problem?.reason === 'ReferenceUnreadable') {
    return { ...step, stands: { kind: 'unknown', problem: secrets.problem }, job: undefined };
  }
  if (own !== undefined && !own.terminating) {
    const stands = standsBy(own, before, nowMs);
    // A Job that is to be made again has to go first.
    return { ...step, stands, job: stands.kind === 'wanted' ? undefined : manifest };
  }
  const problem = obstacleOf(database, secrets, input);
  if (problem !== undefined || manifest === undefined) {
    return { ...step, stands: { kind: 'blocked', problem: problem ?? imageUnknown }, job: undefined };
  }
  // One at a time: another one may still change what this one finds.
  return { ...step, stands: { kind: 'wanted' }, job: jobs.length > 0 ? undefined : manifest };
}

function standsBy(job: ObservedJob, before: DatabaseStatus | undefined, nowMs: number): DatabaseStep['stands'] {
  switch (job.state) {
    case 'complete':
      return { kind: 'provisioned' };
    case 'running':
      return { kind: 'running', trouble: job.trouble };
    case 'failed': {
      const same = before?.job === job.name ? before : undefined;
      const isCounted = same?.state === 'Failed';
      const attempts = (same?.attempts ?? 0) + (isCounted ? 0 : 1);
      // A counted one has no time while the instance was blocked: its pause begins anew.
      const known = isCounted && same.retryAt !== undefined ? Date.parse(same.retryAt) : undefined;
      const retryAtMs = known ?? nowMs + retryDelayMs(attempts);
      if (retryAtMs <= nowMs) return { kind: 'wanted' };
      return { kind: 'failed', problem: job.trouble ?? unknownFailure, retryAtMs, attempts };
    }
  }
}

/** Ten seconds after the first failure, five minutes at most. */
function retryDelayMs(attempts: number): number {
  return Math.min(10_000 * 2 ** Math.min(attempts - 1, 10), 300_000);
}

const unknownFailure: DatabaseProblem = { reason: 'ProvisioningFailed', message: 'the Job failed' };

const imageUnknown: DatabaseProblem = {
  reason: 'OperatorImageUnknown',
  message: 'the operator does not know its own image, which the Job would run',
};

/** Why no Job can be made; undefined when one can. */
function obstacleOf(
  database: Database,
  secrets: DatabaseSecrets | undefined,
  { instance, image, secrets: all }: ProvisioningInput,
): DatabaseProblem | undefined {
  if (secrets?.problem !== undefined) return secrets.problem;
  const other = databasesInDisagreement(database, instance.databases, all);
  if (other !== undefined) {
    const names = [database.credentialsSecret, other.credentialsSecret].join(' and ');
    const message = `Secrets ${names} have different passwords for one role of ${database.host}:${database.port}`;
    return { reason: 'DatabaseSecretsDisagree', message };
  }
  return image === undefined ? imageUnknown : undefined;
}
