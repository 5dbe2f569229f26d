import type { V1PodSecurityContext, V1PodSpec } from '@kubernetes/client-node';
import { configFingerprintAnnotation, referencesDigestAnnotation } from '../annotations.ts';
import { fingerprint } from '../fingerprint.ts';
import { managedByLabel, objectLabels, selectorLabels, tenantLabelKey } from '../labels.ts';
import { componentName } from '../names.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';
import { connectAnnotations } from './connect-annotations.ts';
import { logSidecarContainer, schemaInitContainer, workloadContainer } from './containers.ts';
import { type Fields, isFields } from '../fields.ts';
import type { MergeSchema } from './merge-schema.ts';
import { placement } from './placement.ts';
import { strategicMerge } from './strategic-merge.ts';
import { volumes } from './volumes.ts';
import { withoutEmptyLists } from './without-empty-lists.ts';

/** A pod template as it is applied: of any shape, as a user may lay anything over ours. */
export interface PodTemplate {
  readonly metadata: { readonly labels: Fields; readonly annotations: Fields };
  readonly spec: Fields;
}

export function isPodTemplate(value: unknown): value is PodTemplate {
  if (!isFields(value) || !isFields(value['metadata']) || !isFields(value['spec'])) return false;
  return isFields(value['metadata']['labels']) && isFields(value['metadata']['annotations']);
}

/** User and group that the vendor's images run as. */
export const vendorUserId = 500;

/** The pods of a workload, with the user's podTemplate laid over them. */
export function podTemplate(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
  mergeSchema: MergeSchema,
): PodTemplate {
  const owned = ownedMetadata(instance, workload);
  const own = {
    metadata: {
      labels: { ...objectLabels(instance.name, workload.workload), ...owned.labels },
      // A container that a podTemplate adds may come first, and kubectl would take that one.
      annotations: {
        'kubectl.kubernetes.io/default-container': componentName(workload.workload),
        ...connectAnnotations(instance, workload),
        ...owned.annotations,
      },
    },
    spec: podSpec(instance, workload),
  };
  if (workload.podTemplate === undefined) return own;
  const merged = withoutEmptyLists(strategicMerge(own, workload.podTemplate, mergeSchema));
  const { metadata, spec, ...others } = merged;
  const { labels, annotations, ...otherMetadata } = isFields(metadata) ? metadata : {};
  return {
    ...others,
    metadata: {
      ...otherMetadata,
      labels: { ...(isFields(labels) && labels), ...owned.labels },
      annotations: { ...(isFields(annotations) && annotations), ...owned.annotations },
    },
    spec: isFields(spec) ? spec : {},
  };
}

/** What stays whatever is laid over a template: the labels that lead to the pods, and what restarts them. */
function ownedMetadata(instance: ResolvedInstance, workload: ResolvedWorkload) {
  return {
    labels: {
      ...selectorLabels(instance.name, workload.workload),
      [managedByLabel.key]: managedByLabel.value,
      [tenantLabelKey]: instance.tenantId,
    },
    annotations: {
      [configFingerprintAnnotation]: fingerprint(workload.environment),
      ...(workload.referencesDigest !== undefined && { [referencesDigestAnnotation]: workload.referencesDigest }),
    },
  };
}

/** Pods as the `restricted` pod security standard asks for them. */
function podSpec(instance: ResolvedInstance, workload: ResolvedWorkload) {
  const { logSidecar, schemaInit } = workload;
  // The log sidecar first: it goes on, and the schema is made beside it.
  const initContainers = [
    ...(logSidecar ? [logSidecarContainer(instance, workload, logSidecar)] : []),
    ...(schemaInit ? [schemaInitContainer(instance, workload)] : []),
  ];
  return {
    serviceAccountName: workload.name,
    // Consul Connect's sidecar proves with the token which service it is.
    automountServiceAccountToken: instance.context.connect,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: workload.terminationGracePeriodSeconds,
    ...(instance.pullSecrets.length > 0 && { imagePullSecrets: instance.pullSecrets.map((name) => ({ name })) }),
    securityContext: podSecurityContext(instance.platform),
    ...(initContainers.length > 0 && { initContainers }),
    containers: [workloadContainer(instance, workload)],
    volumes: volumes(workload),
    ...placement(instance, workload),
  } satisfies V1PodSpec;
}

/** OpenShift gives each namespace a user of its own, in group 0, and refuses others. */
function podSecurityContext(platform: ResolvedInstance['platform']): V1PodSecurityContext {
  const ids =
    platform === 'OpenShift'
      ? { runAsGroup: 0 }
      : { runAsUser: vendorUserId, runAsGroup: vendorUserId, fsGroup: vendorUserId };
  return { runAsNonRoot: true, ...ids, seccompProfile: { type: 'RuntimeDefault' } };
}
