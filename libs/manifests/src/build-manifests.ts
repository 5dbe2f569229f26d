import { workloads } from '@ixn/connections';
import { fingerprinted } from './fingerprinted.ts';
import type { ChildObject, Manifest } from './manifest.ts';
import { configMap } from './objects/config-map.ts';
import { deployment } from './objects/deployment.ts';
import { horizontalPodAutoscaler } from './objects/horizontal-pod-autoscaler.ts';
import { logVolumeClaim } from './objects/log-volume-claim.ts';
import { networkPolicy, provisionNetworkPolicy } from './objects/network-policy.ts';
import { podDisruptionBudget } from './objects/pod-disruption-budget.ts';
import { podMonitor } from './objects/pod-monitor.ts';
import { serviceAccount } from './objects/service-account.ts';
import { governingService, service } from './objects/service.ts';
import { statefulSet } from './objects/stateful-set.ts';
import { namedTemplate, templateRecord } from './objects/template-record.ts';
import type { MergeSchema } from './pod/merge-schema.ts';
import type { ResolvedInstance, ResolvedWorkload } from './resolve.ts';

/**
 * The objects of an instance, in the order in which they are applied: what pods need to start (accounts, settings, volume),
 * their addresses and who may reach them and take them away, the records of what the pods are to be, then the workloads, what
 * others depend on first, and what changes their number. Deterministic: the same instance gives the same bytes.
 * `mergeSchema` is the API server's own, by which a user's podTemplate is merged.
 */
export function buildManifests(instance: ResolvedInstance, mergeSchema: MergeSchema): readonly Manifest[] {
  const all = workloads.map((workload) => instance.workloads[workload]);
  const { ixnServer, ixnNode, ixnVQNode } = instance.workloads;
  const template = (workload: ResolvedWorkload) => namedTemplate(instance, workload, mergeSchema);
  const templates = { ixnServer: template(ixnServer), ixnNode: template(ixnNode), ixnVQNode: template(ixnVQNode) };
  return [
    ...all.map((workload) => manifest(workload, serviceAccount(instance, workload))),
    ...all.map((workload) => manifest(workload, configMap(instance, workload))),
    ...logVolumeClaim(instance, ixnServer).map((claim) => manifest(ixnServer, claim)),
    manifest(ixnServer, governingService(instance, ixnServer)),
    ...all.map((workload) => manifest(workload, service(instance, workload))),
    ...optional(all, (workload) => networkPolicy(instance, workload)),
    ...optional(all, (workload) => provisionNetworkPolicy(instance, workload)),
    ...optional(all, (workload) => podMonitor(instance, workload)),
    ...optional(all, (workload) => podDisruptionBudget(instance, workload)),
    ...all.map((workload) => manifest(workload, templateRecord(instance, workload, templates[workload.workload]))),
    manifest(ixnServer, statefulSet(instance, ixnServer, templates.ixnServer)),
    manifest(ixnNode, deployment(instance, ixnNode, templates.ixnNode)),
    manifest(ixnVQNode, deployment(instance, ixnVQNode, templates.ixnVQNode)),
    ...optional(all, (workload) => horizontalPodAutoscaler(instance, workload)),
  ];
}

/** One object for each workload that wants it. */
function optional(
  all: readonly ResolvedWorkload[],
  build: (workload: ResolvedWorkload) => ChildObject | undefined,
): readonly Manifest[] {
  return all.flatMap((workload) => {
    const object = build(workload);
    return object === undefined ? [] : [manifest(workload, object)];
  });
}

function manifest(workload: ResolvedWorkload, object: ChildObject): Manifest {
  return fingerprinted(object, {
    workload: workload.workload,
    customised: 'spec' in object && 'template' in object.spec && workload.podTemplate !== undefined,
  });
}
