import type { ObservedContainer, ObservedPod } from '@ixn/assessment';
import type { KubeObject } from '@ixn/kube-client';
import { componentLabelKey, instanceLabelKey, tenantLabelKey, workloadOfProvision } from '@ixn/manifests';
import { listAt, numberAt, textAt, valueAt } from './value-at.ts';

/** What is kept in memory of a pod. */
export interface PodProjection {
  readonly pod: ObservedPod;
  readonly namespace: string;
  readonly component: string | undefined;
  /** The instance that its labels name, as namespace/name. */
  readonly instance: string;
  /** The tenant that its labels name. */
  readonly tenant: string | undefined;
  /** UID of the ReplicaSet or StatefulSet that made it. */
  readonly controllerUid: string | undefined;
  /** What the container of a Job that provisions a database has left to say, where it failed. */
  readonly lastWords?: string;
}

export function projectPod(object: KubeObject): PodProjection {
  const { name, namespace = '', uid = '', labels = {}, deletionTimestamp, ownerReferences } = object.metadata;
  const conditions = listAt(object, 'status', 'conditions');
  const condition = (type: string) => conditions.find((candidate) => textAt(candidate, 'type') === type);
  const controller = ownerReferences?.find((owner) => owner.controller === true);
  // Deployments have revisions of another kind.
  const revision = controller?.kind === 'StatefulSet' ? labels[revisionLabelKey] : undefined;
  const ip = textAt(object, 'status', 'podIP');
  const hostIp = textAt(object, 'status', 'hostIP');
  const lastWords = lastWordsIn(object, labels[componentLabelKey]);
  const scheduled = condition('PodScheduled');
  return {
    pod: {
      name,
      uid,
      ...(revision !== undefined && { revision }),
      node: textAt(object, 'spec', 'nodeName'),
      ...(ip !== undefined && { ip }),
      ...(hostIp !== undefined && { hostIp }),
      phase: textAt(object, 'status', 'phase') ?? 'Unknown',
      reason: textAt(object, 'status', 'reason'),
      ready: textAt(condition('Ready'), 'status') === 'True',
      terminating: deletionTimestamp !== undefined,
      unschedulable: textAt(scheduled, 'reason') === 'Unschedulable' ? textAt(scheduled, 'message') : undefined,
      containers: ['initContainerStatuses', 'containerStatuses'].flatMap((list) =>
        listAt(object, 'status', list).filter(hasNotCompleted).map(projectContainer),
      ),
    },
    namespace,
    component: labels[componentLabelKey],
    instance: `${namespace}/${labels[instanceLabelKey] ?? ''}`,
    tenant: labels[tenantLabelKey]?.toLowerCase(),
    controllerUid: controller?.uid,
    ...(lastWords !== undefined && { lastWords }),
  };
}

/** The termination message of a container that has failed; those of other pods are nobody's business. */
function lastWordsIn(object: KubeObject, component: string | undefined): string | undefined {
  if (workloadOfProvision(component) === undefined) return undefined;
  const ends = listAt(object, 'status', 'containerStatuses').map((status) => valueAt(status, 'state', 'terminated'));
  const failed = ends.find((end) => end !== undefined && numberAt(end, 'exitCode') !== 0);
  return failed === undefined ? undefined : (textAt(failed, 'message') ?? '');
}

/** By which the StatefulSet controller knows what a pod was made of. */
const revisionLabelKey = 'controller-revision-hash';

/** An init container that has done its work is not ready, and no trouble. */
function hasNotCompleted(status: unknown): boolean {
  const terminated = valueAt(status, 'state', 'terminated');
  return terminated === undefined || numberAt(terminated, 'exitCode') !== 0;
}

function projectContainer(status: unknown): ObservedContainer {
  const waiting = valueAt(status, 'state', 'waiting');
  const end = valueAt(status, 'state', 'terminated') ?? valueAt(status, 'lastState', 'terminated');
  return {
    name: textAt(status, 'name') ?? '',
    ready: valueAt(status, 'ready') === true,
    started: valueAt(status, 'started') === true,
    restarts: numberAt(status, 'restartCount'),
    ...(waiting !== undefined && {
      waiting: { reason: textAt(waiting, 'reason') ?? '', message: textAt(waiting, 'message') ?? '' },
    }),
    ...(end !== undefined && {
      lastEnd: { exitCode: numberAt(end, 'exitCode'), reason: textAt(end, 'reason') ?? 'Error' },
    }),
  };
}
