import {
  assessBlocked,
  type Blocked,
  blockedByViolations,
  findTenantObstacle,
  type ReferenceProblem,
  type TenantClaim,
} from '@ixn/assessment';
import type { PendingChange } from '@ixn/interaction-server';
import { lostPods } from './lost-pods.ts';
import { record, type RecordedStatus } from './recorded-status.ts';
import { answering, brokenPod, createdMs, running, type Situation, statusIn } from './situation.ts';

const settled = statusIn({});
const refused = answering({ 16: { reason: 'ConnectionRefused', message: 'the connection is refused' } });
const replacing = { ...running, generation: 2, observedGeneration: 2, readyReplicas: 0, updatedReplicas: 0 };
const absent = { observed: undefined };
const stopped = { desired: 0, observed: { ...running, replicas: 0, readyReplicas: 0, updatedReplicas: 0 } };
const rolling = statusIn({ generation: 2, workloads: { ixnServer: { observed: replacing } }, before: settled });
const imageMissing = brokenPod({ started: false, waiting: { reason: 'ErrImagePull', message: 'not found' } });

/** IXN, whose rollout has begun at generation 2 and has not come to its end in its time. */
function overdue(pods: readonly ReturnType<typeof brokenPod>[]) {
  const workloads = { ixnServer: { observed: replacing, pods } };
  return { status: statusIn({ generation: 2, workloads, before: rolling, minutes: 11 }) };
}

function failed(kind: 'conflict' | 'refused' | 'failed', message: string) {
  return { status: statusIn({ failures: [{ object: 'Service tenant-100-ixn', kind, message }], before: settled }) };
}

/** The status of an instance that runs as wanted, although its IXN lacks something that it reads. */
function lacking(problem: Pick<ReferenceProblem, 'reason' | 'subject'> & Partial<ReferenceProblem>) {
  const referenceProblems: readonly ReferenceProblem[] = [{ use: 'read', words: 'does not exist', ...problem }];
  return statusIn({ workloads: { ixnServer: { referenceProblems } }, before: settled });
}

/** The status of an instance that runs as wanted but for a change of IXN that waits. */
function holding(change: Omit<PendingChange, 'object'>, nextWindow?: string, found: Partial<Situation> = {}) {
  const changes = [{ object: 'StatefulSet tenant-100-ixn', fields: ['spec.containers[ixn-server].image'], ...change }];
  const pending = { id: '9f86d081884c7d65', changes, ...(nextWindow !== undefined && { nextWindow }) };
  return { status: statusIn({ generation: 2, before: settled, pending, ...found }) };
}

/** The status of an instance whose IXN waits for its database to be provisioned. */
function provisioning(database: Database, found: Partial<Situation> = {}) {
  return { status: statusIn({ databases: [database], ...found }) };
}

type Database = NonNullable<Situation['databases']>[number];

const databaseStatus = { number: 16, name: 'ixn-100' };
const job = 'tenant-100-ixn-db-4f3c2a1b';
const unmade = { workloads: { ixnServer: absent } };

const nothingDone = { generation: 2, nowMs: createdMs, workloads: [] };

function blocked(by: Blocked | undefined) {
  if (by === undefined) throw new Error('nothing blocks the instance');
  return { status: assessBlocked({ ...nothingDone, generation: 1, before: undefined, blocked: by }) };
}

const claim: TenantClaim = { namespace: 'voice', name: 'own', uid: 'b', createdAt: '2026-03-01T11:59:59Z' };
const elder: TenantClaim = { namespace: 'chat', name: 'tenant-100', uid: 'a', createdAt: '2026-02-01T09:00:00Z' };
const violations = [
  { path: 'spec.ixnNode.replicas', message: 'must be at most 1' },
  { path: 'spec.tenant.sid', message: 'must be lower-case letters, digits and -, such as "100"' },
];

/** The states of an instance, in the order in which people meet them; docs/conditions.md shows them. */
export const recordedStates: readonly RecordedStatus[] = [
  // What the CRD defaults the status to.
  record('new', 'is new: nobody has looked at it', 'InProgress', { status: { observedGeneration: -1 }, generation: 1 }),
  record('being-created', 'is being created', 'InProgress', {
    status: statusIn({ workloads: { ixnServer: absent, ixnNode: absent, ixnVQNode: absent } }),
  }),
  record('converged', 'has converged', 'Current', { status: settled }),
  record('spec-changed', 'has a changed spec that nobody has looked at', 'InProgress', {
    status: settled,
    generation: 2,
  }),
  record('rolling-forward', 'rolls forward', 'InProgress', { status: rolling }),
  record('pod-lost', 'has lost a pod', 'InProgress', {
    status: statusIn({
      workloads: { ixnServer: { observed: { ...running, readyReplicas: 0 } } },
      before: settled,
      minutes: 5,
    }),
  }),
  record('secret-missing', 'names a Secret that does not exist', 'InProgress', {
    status: lacking({ reason: 'SecretMissing', subject: 'Secret ixn-db-secret-100' }),
  }),
  record('secret-key-missing', 'names a key that a Secret does not have', 'InProgress', {
    status: lacking({ reason: 'SecretKeyMissing', subject: 'key password of Secret ixn-db-secret-100' }),
  }),
  record('config-map-missing', 'names a ConfigMap that does not exist', 'InProgress', {
    status: lacking({ reason: 'ConfigMapMissing', subject: 'ConfigMap pg-ca' }),
  }),
  record('config-map-key-missing', 'names a key that a ConfigMap does not have', 'InProgress', {
    status: lacking({ reason: 'ConfigMapKeyMissing', subject: 'key ca.crt of ConfigMap pg-ca' }),
  }),
  record('reference-unreadable', 'names a Secret that the operator cannot read', 'InProgress', {
    status: lacking({
      reason: 'ReferenceUnreadable',
      subject: 'Secret ixn-db-secret-100',
      words: 'cannot be read: secrets "ixn-db-secret-100" is forbidden',
    }),
  }),
  record(
    'write-failed',
    'could not be written as a whole; it is tried again',
    'InProgress',
    failed('failed', 'Service tenant-100-ixn: exceeded quota: small'),
  ),
  record(
    'predecessor',
    'waits for the pods of a deleted one of the same tenant',
    'InProgress',
    blocked(findTenantObstacle(claim, [], ['chat/tenant-100-ixn-0'])),
  ),
  record('stopped', 'is stopped (replicas 0)', 'Current', {
    status: statusIn({ workloads: { ixnServer: stopped, ixnNode: stopped, ixnVQNode: stopped } }),
  }),
  record('stopped-in-part', 'is stopped in one workload', 'Current', {
    status: statusIn({ workloads: { ixnNode: stopped } }),
  }),
  record('invalid', 'has an invalid spec', 'Failed', blocked(blockedByViolations(violations))),
  record('made-invalid', 'ran, and has been given an invalid spec', 'Failed', {
    status: assessBlocked({ ...nothingDone, before: settled, blocked: blockedByViolations(violations) }),
    generation: 2,
  }),
  record(
    'object-conflict',
    "needs a name that is somebody else's",
    'Failed',
    failed('conflict', 'Service tenant-100-ixn exists and does not belong to this InteractionServer'),
  ),
  record(
    'tenant-conflict',
    'claims the tenant of an older one',
    'Failed',
    blocked(findTenantObstacle(claim, [elder], [])),
  ),
  record(
    'refused',
    'has an object that the API server refuses',
    'Failed',
    failed('refused', 'Service tenant-100-ixn: spec.ports[0].port: Invalid value: 0'),
  ),
  record('deadline-passed', 'rolls forward for longer than it may', 'Failed', overdue([])),
  record(
    'deadline-passed-by-image',
    'rolls forward for too long, and a pod says why',
    'Failed',
    overdue([imageMissing]),
  ),
  record(
    'waiting-for-window',
    "has a change of the user's that waits for a maintenance window",
    'InProgress',
    holding({ cause: 'SpecChanged', waitsFor: 'MaintenanceWindow' }, '2026-03-08T02:00:00Z'),
  ),
  record(
    'paused',
    "has a change of the user's that a pause holds",
    'InProgress',
    holding({ cause: 'ReferencesChanged', waitsFor: 'Resume' }),
  ),
  record(
    'operator-updated',
    'only this version of the operator would make otherwise',
    'Current',
    holding({ cause: 'OperatorUpdated', waitsFor: 'Approval' }),
  ),
  record('dependency-failing', 'runs as wanted, and its database does not answer', 'Current', {
    status: statusIn({ checks: refused, before: settled }),
  }),
  record('certificate-expiring', 'has a dependency whose certificate expires soon', 'Current', {
    status: statusIn({
      checks: answering({
        16: {
          reason: 'CertificateExpiresSoon',
          message: 'it answers; a certificate of the server expires on 2026-03-09',
        },
      }),
      before: settled,
    }),
  }),
  record('checks-off', 'has its dependencies checked by nobody', 'Current', { status: statusIn({ checks: 'Off' }) }),
  record(
    'waiting-for-dependency',
    "has a change of the user's that waits for a dependency",
    'InProgress',
    holding({ cause: 'SpecChanged', waitsFor: 'Dependencies' }, undefined, { checks: refused, closedGates: [16] }),
  ),
  record('provisioned', 'runs as wanted on a database that the operator has provisioned', 'Current', {
    status: statusIn({
      before: settled,
      databases: [
        {
          status: {
            ...databaseStatus,
            state: 'Provisioned',
            inputs: '0a1b2c3d4e5f6071',
            completedAt: '2026-03-01T12:00:00Z',
            job,
          },
          finding: { state: 'Provisioned', reason: 'Provisioned', message: '', stalled: false },
        },
      ],
    }),
  }),
  record(
    'provisioning',
    'waits for its database to be provisioned',
    'InProgress',
    provisioning(
      {
        status: { ...databaseStatus, state: 'Provisioning', job },
        finding: {
          state: 'Provisioning',
          reason: 'ProvisioningDatabase',
          message: `database ixn-100 of ixnServer is being provisioned by Job ${job}`,
          stalled: false,
        },
      },
      unmade,
    ),
  ),
  record(
    'provisioning-waits',
    'has a new password for its database that waits with the restart of its pods',
    'InProgress',
    holding({ cause: 'ReferencesChanged', waitsFor: 'MaintenanceWindow' }, '2026-03-08T02:00:00Z', {
      databases: [
        {
          status: { ...databaseStatus, state: 'Waiting' },
          finding: {
            state: 'Waiting',
            reason: 'ProvisioningWaits',
            message: 'database ixn-100 of ixnServer waits for the restart of its pods',
            stalled: false,
          },
        },
      ],
    }),
  ),
  record(
    'provisioning-failed',
    'has a database that could not be provisioned yet',
    'InProgress',
    provisioning(
      {
        status: { ...databaseStatus, state: 'Failed', job, attempts: 2, retryAt: '2026-03-01T12:00:20Z' },
        finding: {
          state: 'Failed',
          reason: 'AdminLoginFailed',
          message:
            'database ixn-100 of ixnServer: the server does not let the administrator in; it is tried again at 2026-03-01T12:00:20Z',
          stalled: false,
        },
      },
      unmade,
    ),
  ),
  record(
    'database-secrets-disagree',
    'names two passwords for one role',
    'Failed',
    provisioning(
      {
        status: { ...databaseStatus, state: 'Waiting' },
        finding: {
          state: 'Waiting',
          reason: 'DatabaseSecretsDisagree',
          message: 'database ixn-100 of ixnServer: Secrets ixn-db and node-db have different passwords for one role',
          stalled: true,
        },
      },
      unmade,
    ),
  ),
  record(
    'operator-image-unknown',
    'is to have its database provisioned by an operator that does not know its own image',
    'Failed',
    provisioning(
      {
        status: { ...databaseStatus, state: 'Waiting' },
        finding: {
          state: 'Waiting',
          reason: 'OperatorImageUnknown',
          message: 'database ixn-100 of ixnServer: the operator does not know its own image; give it --image',
          stalled: true,
        },
      },
      unmade,
    ),
  ),
  record('protected', 'is protected against deletion', 'Current', { status: statusIn({ protection: 'Enforced' }) }),
  record('protection-missing', 'asks for a protection that nothing enforces', 'Current', {
    status: statusIn({ protection: 'Missing' }),
  }),
  record('protection-unreadable', 'asks for a protection that the operator may not look at', 'Current', {
    status: statusIn({ protection: 'Unreadable' }),
  }),
  record('deleted', 'is being deleted', 'Terminating', { status: settled, deletionTimestamp: '2026-03-01T13:00:00Z' }),
];

/** Every recorded status: the states, and one for each cause of a lost pod. */
export const recordedStatuses: readonly RecordedStatus[] = [...recordedStates, ...lostPods];
