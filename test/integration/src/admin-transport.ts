import { createTransport, type Transport } from '@ixn/kube-client';
import { KubeConfig } from '@kubernetes/client-node';
import { inject } from 'vitest';

/** A way to the shared control plane as its administrator, past whatever stands before an operator; close it. */
export function adminTransport(userAgent: string): Transport {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(inject('controlPlane').kubeconfig);
  return createTransport({ kubeConfig, userAgent });
}
