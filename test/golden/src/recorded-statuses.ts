import {
  assessBlocked,
  type Blocked,
  blockedByViolations,
  findTenantObstacle,
  type TenantClaim,
} from '@ixn/assessment';
import { lostPods } from './lost-pods.ts';
import { record, type RecordedStatus } from './recorded-status.ts';
import { brokenPod, createdMs, running, statusIn } from './situation.ts';

const settled = statusIn({});
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

function blocked(by: Blocked | undefined) {
  if (by === undefined) throw new Error('nothing blocks the instance');
  return { status: assessBlocked({ generation: 1, nowMs: createdMs, before: undefined, blocked: by, workloads: [] }) };
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
    status: statusIn({ workloads: { ixnServer: { missingSecrets: ['ixn-db-secret-100'] } }, before: settled }),
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
  record('deleted', 'is being deleted', 'Terminating', { status: settled, deletionTimestamp: '2026-03-01T13:00:00Z' }),
];

/** Every recorded status: the states, and one for each cause of a lost pod. */
export const recordedStatuses: readonly RecordedStatus[] = [...recordedStates, ...lostPods];
