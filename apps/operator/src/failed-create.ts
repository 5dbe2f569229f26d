import type { KubeObject } from '@ixn/kube-client';
import { textAt } from './value-at.ts';

/** The last word on why a controller could not make a pod. */
export interface FailedCreate {
  /** UID of the controller. */
  readonly controllerUid: string;
  /** Its namespace and name, as namespace/name. */
  readonly controller: string;
  readonly message: string;
  /** RFC 3339. */
  readonly lastSeenAt: string;
}

/**
 * Which events are watched: a StatefulSet has no condition that says why its pods cannot be made, only events do. A Deployment's
 * pods are made by ReplicaSets, whose failure the Deployment repeats in its conditions.
 */
export const failedCreateFields = 'reason=FailedCreate,involvedObject.kind=StatefulSet';

export function projectFailedCreate(event: KubeObject): FailedCreate {
  const namespace = textAt(event, 'involvedObject', 'namespace') ?? '';
  return {
    controllerUid: textAt(event, 'involvedObject', 'uid') ?? '',
    controller: `${namespace}/${textAt(event, 'involvedObject', 'name') ?? ''}`,
    message: textAt(event, 'message') ?? '',
    lastSeenAt: textAt(event, 'lastTimestamp') ?? textAt(event, 'eventTime') ?? '',
  };
}
