import { parse } from '@ixn/interaction-server';
import type { KubeObject } from '@ixn/kube-client';
import { buildManifests, type Manifest, resolve } from '@ixn/manifests';
import { podMergeSchema } from './generated/pod-merge-schema.ts';

/** Stands where only the API server knows better. */
const unknownUid = '00000000-0000-0000-0000-000000000000';

export type ManifestsOf =
  | { readonly ok: true; readonly objects: readonly Manifest['object'][] }
  /** What is wrong with the resource. */
  | { readonly ok: false; readonly message: string };

/** The objects of a resource, in the order in which the operator applies them, without asking a cluster. */
export function manifestsOf(
  resource: KubeObject,
  namespace: string,
  features: { readonly podMonitors: boolean },
): ManifestsOf {
  const { metadata } = resource;
  const stored = { ...resource, metadata: { namespace, ...metadata, uid: metadata.uid ?? unknownUid, generation: 1 } };
  const parsed = parse(stored);
  if (!parsed.ok) {
    return { ok: false, message: parsed.violations.map(({ path, message }) => `${path}: ${message}`).join('; ') };
  }
  const manifests = buildManifests(resolve(parsed.value, features, {}), podMergeSchema);
  // The records of pod templates are the operator's own.
  return {
    ok: true,
    objects: manifests.map(({ object }) => object).filter(({ kind }) => kind !== 'ControllerRevision'),
  };
}
