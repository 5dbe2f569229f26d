import { KubeConfig } from '@kubernetes/client-node';
import { type ApiClient, createApiClient } from './api-client.ts';

/** A client for the server that a kubeconfig of ours names, with its credentials: for whoever did not start it himself. */
export function clusterOfKubeconfig(kubeconfig: string): { readonly request: ApiClient } {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  return {
    request: createApiClient(cluster?.server ?? '', {
      authority: fromBase64(cluster?.caData),
      client: { certificate: fromBase64(user?.certData), key: fromBase64(user?.keyData) },
    }),
  };
}

function fromBase64(text: string | undefined): string {
  return Buffer.from(text ?? '', 'base64').toString('utf8');
}
