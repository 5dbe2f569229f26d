import type { ObservedWorkload } from '@ixn/assessment';
import { directiveAnnotations, readStatus, resourceType } from '@ixn/interaction-server';
import { appliedFields, type KubeObject } from '@ixn/kube-client';
import {
  appliedFingerprintAnnotation,
  type ChildKind,
  componentLabelKey,
  instanceLabelKey,
  referencesDigestAnnotation,
  retainedForLabelKey,
  templateRecordAnnotation,
  tenantLabelKey,
} from '@ixn/manifests';
import type { CustomResource } from '@ixn/reconcile';
import type { ObservedChild } from '@ixn/rollout';
import { fieldManager } from './field-manager.ts';
import { createSharing } from './sharing.ts';
import { listAt, numberAt, textAt, valueAt } from './value-at.ts';

/** What is kept in memory of a child object: what the flow reads, and no more. */
export interface ChildProjection {
  readonly child: ObservedChild;
  /** Value of the component label. */
  readonly component: string | undefined;
  /** What a StatefulSet or Deployment says of itself. */
  readonly workload: ObservedWorkload | undefined;
  /** The tenant that the pods of a workload serve, in lower case. */
  readonly tenant: string | undefined;
  /** Why a Deployment's pods cannot be made, as its conditions say. */
  readonly podCreationProblem: string | undefined;
  /** The digest of Secrets and ConfigMaps that stands on the pod template of a workload. */
  readonly referencesDigest: string | undefined;
  /** Of a Job: how it stands, and why it failed. */
  readonly job?: JobProjection;
  /** The instances that the object has to do with, as namespace/name: its owner, and the one that its label names. */
  readonly instances: readonly string[];
}

/** How a Job says that it stands. */
export interface JobProjection {
  readonly state: 'running' | 'complete' | 'failed';
  /** In Kubernetes' own words; empty while it has not failed. */
  readonly failure: string;
}

export function projectInstance(object: KubeObject): CustomResource {
  const { name, namespace = '', uid = '', generation = 0, creationTimestamp = '', deletionTimestamp } = object.metadata;
  const status = readStatus(valueAt(object, 'status'));
  const annotations = directivesIn(object.metadata.annotations);
  return {
    metadata: {
      name,
      namespace,
      uid,
      generation,
      ...(annotations && { annotations }),
      creationTimestamp,
      ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    },
    spec: valueAt(object, 'spec'),
    ...(status && { status }),
  };
}

/** The annotations that the operator reads; nobody else's are kept, as they may be long. */
function directivesIn(
  annotations: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> | undefined {
  const known = Object.values(directiveAnnotations).flatMap((key) => {
    const value = annotations[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

export function projectChild(kind: ChildKind): (object: KubeObject) => ChildProjection {
  // Field sets are most of what there is to keep, and the same in each instance but for the owner.
  const share = createSharing();
  return (object) => {
    const { metadata } = object;
    const { name, namespace = '', uid = '', labels = {}, annotations = {} } = metadata;
    const storage = storageIn(kind, object);
    const controller = metadata.ownerReferences?.find((owner) => owner.controller === true);
    const job = jobIn(kind, object);
    const owner = controller?.kind === resourceType.kind ? [controller.name] : [];
    const retainedFor = labels[retainedForLabelKey];
    const instances = new Set(
      [...owner, labels[instanceLabelKey], retainedFor].filter((instance) => instance !== undefined),
    );
    return {
      child: {
        kind,
        name,
        namespace,
        uid,
        controller: controller && { kind: controller.kind, name: controller.name, uid: controller.uid },
        labelledFor: retainedFor ?? labels[instanceLabelKey],
        retained: retainedFor !== undefined,
        terminating: metadata.deletionTimestamp !== undefined,
        appliedFingerprint: annotations[appliedFingerprintAnnotation],
        ownFields: share(appliedFields(object, fieldManager), controller?.uid),
        templateRecord: annotations[templateRecordAnnotation],
        ...(storage && { storage }),
      },
      component: labels[componentLabelKey],
      workload: workloadProjection(kind, object),
      tenant: textAt(object, 'spec', 'template', 'metadata', 'labels', tenantLabelKey)?.toLowerCase(),
      podCreationProblem: replicaFailure(object),
      referencesDigest: textAt(object, 'spec', 'template', 'metadata', 'annotations', referencesDigestAnnotation),
      ...(job && { job }),
      instances: [...instances].map((instance) => `${namespace}/${instance}`),
    };
  };
}

function jobIn(kind: ChildKind, object: KubeObject): JobProjection | undefined {
  if (kind !== 'Job') return undefined;
  const standing = listAt(object, 'status', 'conditions').filter((one) => textAt(one, 'status') === 'True');
  const failed = standing.find((condition) => textAt(condition, 'type') === 'Failed');
  if (failed !== undefined) return { state: 'failed', failure: textAt(failed, 'message') ?? '' };
  const isComplete = standing.some((condition) => textAt(condition, 'type') === 'Complete');
  return { state: isComplete ? 'complete' : 'running', failure: '' };
}

/** What a claim claims; the API server always knows how much. */
function storageIn(kind: ChildKind, object: KubeObject): ObservedChild['storage'] {
  const storageSize = textAt(object, 'spec', 'resources', 'requests', 'storage');
  if (kind !== 'PersistentVolumeClaim' || storageSize === undefined) return undefined;
  return { storageSize, storageClassName: textAt(object, 'spec', 'storageClassName') };
}

function workloadProjection(kind: ChildKind, object: KubeObject): ObservedWorkload | undefined {
  if (kind !== 'StatefulSet' && kind !== 'Deployment') return undefined;
  const updateRevision = updateRevisionOf(object);
  return {
    generation: object.metadata.generation ?? 0,
    observedGeneration: numberAt(object, 'status', 'observedGeneration'),
    wanted: numberAt(object, 'spec', 'replicas'),
    replicas: numberAt(object, 'status', 'replicas'),
    readyReplicas: numberAt(object, 'status', 'readyReplicas'),
    updatedReplicas: numberAt(object, 'status', 'updatedReplicas'),
    // A Deployment has no revisions in its status: its replicas tell, as they count the old pods too.
    singleRevision: textAt(object, 'status', 'currentRevision') === textAt(object, 'status', 'updateRevision'),
    ...(updateRevision !== undefined && { updateRevision }),
  };
}

/** The revision that all pods are to have; undefined where somebody lets those below a partition keep theirs. */
function updateRevisionOf(object: KubeObject): string | undefined {
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition');
  return partition === 0 ? textAt(object, 'status', 'updateRevision') : undefined;
}

function replicaFailure(object: KubeObject): string | undefined {
  const failure = listAt(object, 'status', 'conditions').find(
    (condition) => textAt(condition, 'type') === 'ReplicaFailure' && textAt(condition, 'status') === 'True',
  );
  return failure === undefined ? undefined : textAt(failure, 'message');
}
