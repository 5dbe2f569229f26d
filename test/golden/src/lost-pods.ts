import type { ObservedPod } from '@ixn/assessment';
import { record, type RecordedStatus } from './recorded-status.ts';
import { brokenPod, running, statusIn } from './situation.ts';

/** The status of an instance whose IXN ran as wanted and then lost its pod, for this cause. */
function lost(cause: { readonly pod: ObservedPod } | { readonly podCreationProblem: string }) {
  const found = 'pod' in cause ? { pods: [cause.pod] } : cause;
  const workloads = { ixnServer: { observed: { ...running, readyReplicas: 0 }, ...found } };
  return { status: statusIn({ workloads, before: statusIn({}), minutes: 5 }) };
}

function waiting(reason: string, message: string): ObservedPod {
  return brokenPod({ started: false, waiting: { reason, message } });
}

const crashing = brokenPod({
  started: false,
  restarts: 4,
  lastEnd: { exitCode: 137, reason: 'OOMKilled' },
  waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s restarting failed container' },
});
const unschedulable = brokenPod(
  {},
  {
    phase: 'Pending',
    node: undefined,
    containers: [],
    unschedulable: '0/2 nodes are available: 2 Insufficient memory.',
  },
);
const silentNode = brokenPod({ ready: true });

/** One recorded status for each cause that a lost pod may have. */
export const lostPods: readonly RecordedStatus[] = [
  record(
    'image-pull',
    'lost a pod, whose image cannot be pulled',
    'InProgress',
    lost({ pod: waiting('ImagePullBackOff', 'Back-off pulling image') }),
  ),
  record('crash-loop', 'lost a pod, which ends again and again', 'InProgress', lost({ pod: crashing })),
  record(
    'container-config',
    'lost a pod, which needs a key that is missing',
    'InProgress',
    lost({ pod: waiting('CreateContainerConfigError', "couldn't find key password in Secret") }),
  ),
  record('startup-probe', 'lost a pod, which starts again', 'InProgress', lost({ pod: brokenPod({ started: false }) })),
  record('readiness-probe', 'lost a pod, which does not answer', 'InProgress', lost({ pod: brokenPod({}) })),
  record('unschedulable', 'lost a pod, which no node takes', 'InProgress', lost({ pod: unschedulable })),
  record(
    'pod-failed',
    'lost a pod, which was evicted',
    'InProgress',
    lost({ pod: brokenPod({}, { phase: 'Failed', reason: 'Evicted', containers: [] }) }),
  ),
  record('node-not-ready', 'lost a pod, whose node is silent', 'InProgress', lost({ pod: silentNode })),
  record(
    'quota',
    'lost a pod, which a quota does not let be made',
    'InProgress',
    lost({ podCreationProblem: 'pods "tenant-100-ixn-0" is forbidden: exceeded quota: small' }),
  ),
  record(
    'pod-creation',
    'lost a pod, which a policy does not let be made',
    'InProgress',
    lost({ podCreationProblem: 'pods "tenant-100-ixn-0" is forbidden: violates PodSecurity "restricted:latest"' }),
  ),
];
