import type { ObservedWorkload } from '@ixn/assessment';
import type { Workload } from '@ixn/connections';
import { workloadOfComponent } from '@ixn/manifests';
import type { ClusterReader, CustomResource, Observation } from '@ixn/reconcile';
import type { Stores } from './stores.ts';

/** Reads from the stores: no request, and always with our own last writes in it. */
export function createClusterReader(stores: Stores): ClusterReader {
  return {
    instance: (ref) => stores.instances.get(ref),
    observe: (resource) => observe(stores, resource),
  };
}

function observe(stores: Stores, { metadata }: CustomResource): Observation {
  const key = `${metadata.namespace}/${metadata.name}`;
  const found = Object.values(stores.children).flatMap((store) => store.byIndex('instance', key));
  const workloads: Partial<Record<Workload, ObservedWorkload>> = {};
  for (const { child, component, workload } of found) {
    const name = workloadOfComponent(component);
    if (workload !== undefined && name !== undefined && child.controllerUid === metadata.uid)
      workloads[name] = workload;
  }
  return { children: found.map(({ child }) => child), workloads };
}
