import type { Workload } from '@ixn/connections';
import type { InteractionServerSpec } from '@ixn/interaction-server';
import { fingerprint } from '../fingerprint.ts';
import type { ChildOf } from '../manifest.ts';
import type { MergeSchema } from '../pod/merge-schema.ts';
import { type PodTemplate, podTemplate } from '../pod/pod-template.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { deeplySorted } from '../sorted-by-key.ts';
import { objectMetadata } from './object-metadata.ts';

/**
 * What a pod template was made from, and what came out: enough to tell later whether the user or only the operator has changed
 * something, and to leave the pods as they are meanwhile.
 */
export interface TemplateRecord {
  /** The spec as the user had it, with the defaults of today; undefined where it breaks a rule of today. */
  readonly spec: InteractionServerSpec | undefined;
  /** Digest of what the pods read of Secrets and ConfigMaps. */
  readonly referencesDigest: string | undefined;
  /** What stands in the workload's ConfigMap. */
  readonly settings: Readonly<Record<string, string>>;
  readonly template: PodTemplate;
}

/** A pod template, and the name of its record. */
export interface NamedTemplate {
  readonly recordName: string;
  readonly template: PodTemplate;
}

/** The template of a workload; its record is named after the workload and the fingerprint of the template. */
export function namedTemplate(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  mergeSchema: MergeSchema,
): NamedTemplate {
  const template = podTemplate(instance, workload, mergeSchema);
  return { recordName: `${workload.name}-template-${fingerprint(template)}`, template };
}

/** The name that the record of a workload's template has or would have. */
export function templateRecordName(instance: ResolvedInstance, workload: Workload, mergeSchema: MergeSchema): string {
  return namedTemplate(instance, instance.workloads[workload], mergeSchema).recordName;
}

/**
 * The record of the template that a workload is to run. A ControllerRevision, as StatefulSets and DaemonSets use them; it can
 * never be changed. Its parts are JSON texts, as managedFields would list every single field of an object again.
 */
export function templateRecord(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  { recordName, template }: NamedTemplate,
): ChildOf<'ControllerRevision'> {
  const { referencesDigest } = workload;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: objectMetadata(instance, workload, recordName),
    revision: instance.generation,
    data: {
      spec: JSON.stringify(deeplySorted(instance.spec)),
      settings: JSON.stringify(workload.environment),
      template: JSON.stringify(template),
      ...(referencesDigest !== undefined && { referencesDigest }),
    },
  };
}
