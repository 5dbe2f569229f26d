import type { ObservedWorkload } from '@ixn/assessment';
import type { InteractionServerSpec } from '@ixn/interaction-server';
import {
  appliedFingerprintAnnotation,
  type ChildObject,
  type PodTemplate,
  type TemplateRecord,
  templateRecordAnnotation,
} from '@ixn/manifests';
import type { ObservedChild } from '@ixn/rollout';

/** Reads a record as it was written; nobody else has written to it. */
export function recordIn(data: Readonly<Record<string, string>>): TemplateRecord {
  const { spec = '', settings = '', template = '', referencesDigest } = data;
  return {
    spec: JSON.parse(spec) as InteractionServerSpec,
    settings: JSON.parse(settings) as Readonly<Record<string, string>>,
    template: JSON.parse(template) as PodTemplate,
    referencesDigest,
  };
}

/** An object as `Kind name`. */
export function keyOf({ kind, metadata }: ChildObject): string {
  return `${kind} ${metadata.name}`;
}

/** How an object is observed when it has just been applied. */
export function made(object: ChildObject): ObservedChild {
  const { name, namespace, annotations, ownerReferences } = object.metadata;
  return {
    kind: object.kind,
    name,
    namespace,
    uid: `uid of ${keyOf(object)}`,
    controller: ownerReferences?.[0],
    labelledFor: undefined,
    retained: false,
    terminating: false,
    appliedFingerprint: annotations?.[appliedFingerprintAnnotation],
    ownFields: 'ours',
    templateRecord: annotations?.[templateRecordAnnotation],
  };
}

/** What a StatefulSet or Deployment with one pod says of itself when that is ready. */
export const rolledOut: ObservedWorkload = {
  generation: 1,
  observedGeneration: 1,
  wanted: 1,
  replicas: 1,
  readyReplicas: 1,
  updatedReplicas: 1,
  singleRevision: true,
};
