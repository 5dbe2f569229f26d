import { workloads } from '@ixn/connections';
import { appliedFingerprintAnnotation } from './annotations.ts';
import { fingerprint } from './fingerprint.ts';
import type { ChildObject, Manifest } from './manifest.ts';
import { configMap } from './objects/config-map.ts';
import { deployment } from './objects/deployment.ts';
import { serviceAccount } from './objects/service-account.ts';
import { governingService, service } from './objects/service.ts';
import { statefulSet } from './objects/stateful-set.ts';
import type { MergeSchema } from './pod/merge-schema.ts';
import type { ResolvedInstance, ResolvedWorkload } from './resolve.ts';

/**
 * The objects of an instance, in the order in which they are applied: what pods need to start (accounts, settings) and their
 * addresses first, then the workloads, what others depend on first. Deterministic: the same instance gives the same bytes.
 */
export function buildManifests(instance: ResolvedInstance, _mergeSchema: MergeSchema): readonly Manifest[] {
  const all = workloads.map((workload) => instance.workloads[workload]);
  const { ixnServer, ixnNode, ixnVQNode } = instance.workloads;
  return [
    ...all.map((workload) => manifest(workload, serviceAccount(instance, workload))),
    ...all.map((workload) => manifest(workload, configMap(instance, workload))),
    manifest(ixnServer, governingService(instance, ixnServer)),
    ...all.map((workload) => manifest(workload, service(instance, workload))),
    manifest(ixnServer, statefulSet(instance, ixnServer)),
    manifest(ixnNode, deployment(instance, ixnNode)),
    manifest(ixnVQNode, deployment(instance, ixnVQNode)),
  ];
}

function manifest(workload: ResolvedWorkload, object: ChildObject): Manifest {
  const print = fingerprint(object);
  const annotations = { ...object.metadata.annotations, [appliedFingerprintAnnotation]: print };
  return {
    workload: workload.workload,
    fingerprint: print,
    customised: false,
    object: { ...object, metadata: { ...object.metadata, annotations } },
  };
}
