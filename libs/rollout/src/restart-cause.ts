import { isDeepStrictEqual } from 'node:util';
import type { InteractionServer } from '@ixn/interaction-server';
import {
  type ChildObject,
  type ClusterFeatures,
  type MergeSchema,
  type PodTemplate,
  type ReferenceDigests,
  referencesOfTemplate,
  resolve,
  type TemplateRecord,
  templateRecordAnnotation,
  templateRecordName,
} from '@ixn/manifests';
import type { Update } from './changes.ts';

/**
 * Why pods would be replaced. SpecChanged: the user changed the spec · ReferencesChanged: a key of a Secret or ConfigMap that
 * they read has another value · OperatorUpdated: the user changed nothing, only this operator renders it in another way ·
 * Drift: somebody changed the template of the workload itself.
 */
export type RestartCause = 'SpecChanged' | 'ReferencesChanged' | 'OperatorUpdated' | 'Drift';

/** What templates are rendered from, beside the spec. */
export interface Rendering {
  readonly instance: InteractionServer;
  readonly features: ClusterFeatures;
  readonly digests: ReferenceDigests;
  readonly mergeSchema: MergeSchema;
}

/**
 * Why an update replaces pods. `record` is that of the template that they run: what it was made from is rendered again, by
 * the code of today. When that gives what is wanted now, the user has changed nothing. No older renderer is needed for it.
 */
export function restartCause(update: Update, record: TemplateRecord | undefined, rendering: Rendering): RestartCause {
  const { workload, object } = update.manifest;
  const wanted = object.metadata.annotations?.[templateRecordAnnotation];
  if (wanted === update.child.templateRecord) return 'Drift';
  // A spec that this operator would not take cannot be what the user has now.
  if (record?.spec === undefined) return 'SpecChanged';
  const recorded = { ...rendering.instance, spec: record.spec };
  const rendered = (digest: string | undefined) => {
    const instance = resolve(recorded, rendering.features, digest === undefined ? {} : { [workload]: digest });
    return templateRecordName(instance, workload, rendering.mergeSchema);
  };
  if (rendered(record.referencesDigest) === wanted) return 'OperatorUpdated';
  if (rendered(rendering.digests[workload]) !== wanted) return 'SpecChanged';
  // Where the code of today lets them read other keys, the two digests are not of the same things.
  return readsTheSame(object, record.template) ? 'ReferencesChanged' : 'OperatorUpdated';
}

function readsTheSame(object: ChildObject, before: PodTemplate): boolean {
  if (object.kind !== 'StatefulSet' && object.kind !== 'Deployment') return true;
  return isDeepStrictEqual(referencesOfTemplate(object.spec.template), referencesOfTemplate(before));
}
