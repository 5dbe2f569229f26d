import { join } from 'node:path';

/** Where the files of one control plane lie below its folder. */
export interface Layout {
  readonly folder: string;
  readonly etcdData: string;
  readonly logs: string;
  readonly pki: string;
  readonly stages: string;
  /** What every container of a simulated node has written. */
  readonly podLog: string;
  readonly auditPolicy: string;
  readonly auditLog: string;
  readonly kubectlCache: string;
  /** Of the administrator. */
  readonly kubeconfig: string;
  kubeconfigOf(component: string): string;
  logOf(component: string): string;
}

export function layoutOf(folder: string): Layout {
  return {
    folder,
    etcdData: join(folder, 'etcd'),
    logs: join(folder, 'logs'),
    pki: join(folder, 'pki'),
    stages: join(folder, 'stages.yaml'),
    podLog: join(folder, 'pod.log'),
    auditPolicy: join(folder, 'audit-policy.yaml'),
    auditLog: join(folder, 'audit.log'),
    kubectlCache: join(folder, 'kubectl-cache'),
    kubeconfig: join(folder, 'kubeconfig.yaml'),
    kubeconfigOf: (component) => join(folder, 'pki', `${component}.kubeconfig.yaml`),
    logOf: (component) => join(folder, 'logs', `${component}.log`),
  };
}
