import { type Workload, workloads } from '@ixn/connections';

/** How a workload is called: in the names of its objects, and in its app.kubernetes.io/component label. */
const workloadNames = {
  ixnServer: { suffix: 'ixn', component: 'ixn-server' },
  ixnNode: { suffix: 'ixn-node', component: 'ixn-node' },
  ixnVQNode: { suffix: 'vq-node', component: 'vq-node' },
} as const satisfies Record<Workload, { readonly suffix: string; readonly component: string }>;

/**
 * The name of a workload's objects: tenant-100-ixn, tenant-100-ixn-node, tenant-100-vq-node. An instance's name has at most 40
 * characters, so that these stay DNS-1035 labels with room for what Kubernetes adds to a pod's name.
 */
export function workloadObjectName(instance: string, workload: Workload): string {
  return `${instance}-${workloadNames[workload].suffix}`;
}

/** The headless Service that governs the IXN StatefulSet; a StatefulSet cannot change it later. */
export function governingServiceName(instance: string): string {
  return `${workloadObjectName(instance, 'ixnServer')}-headless`;
}

/** The claim that the logs of IXN are kept in. */
export function logVolumeClaimName(instance: string): string {
  return `${workloadObjectName(instance, 'ixnServer')}-logs`;
}

/** How a workload is called in its app.kubernetes.io/component label; its container has the same name. */
export function componentName(workload: Workload): string {
  return workloadNames[workload].component;
}

/** The component label of the pods that provision the database of a workload. */
export function provisionComponent(workload: Workload): string {
  return `${componentName(workload)}-db`;
}

/** The workload whose database pods with a component label provision; undefined for all other pods. */
export function workloadOfProvision(component: string | undefined): Workload | undefined {
  return workloads.find((workload) => provisionComponent(workload) === component);
}

/** The NetworkPolicy of those pods. */
export function provisionPolicyName(instance: string, workload: Workload): string {
  return `${workloadObjectName(instance, workload)}-db`;
}

/** The workload that a component label names; undefined for a label of somebody else. */
export function workloadOfComponent(component: string | undefined): Workload | undefined {
  return workloads.find((workload) => workloadNames[workload].component === component);
}
