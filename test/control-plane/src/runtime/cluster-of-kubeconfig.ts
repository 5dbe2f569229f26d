import { KubeConfig } from '@kubernetes/client-node';
import type { KeyPair } from '../certificates/authority.ts';
import { type ApiClient, createApiClient } from './api-client.ts';

/** What one of our kubeconfigs says; certificates as PEM. */
export interface KubeconfigContent {
  readonly serverUrl: string;
  readonly authority: string;
  readonly user: string;
  readonly client: KeyPair;
}

/** Reads a kubeconfig that carries everything inline. */
export function readKubeconfig(kubeconfig: string): KubeconfigContent {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  return {
    serverUrl: cluster?.server ?? '',
    authority: fromBase64(cluster?.caData),
    user: user?.name ?? '',
    client: { certificate: fromBase64(user?.certData), key: fromBase64(user?.keyData) },
  };
}

/** A client for the server that a kubeconfig of ours names, with its credentials: for whoever did not start it himself. */
export function clusterOfKubeconfig(kubeconfig: string): { readonly request: ApiClient } {
  const { serverUrl, authority, client } = readKubeconfig(kubeconfig);
  return { request: createApiClient(serverUrl, { authority, client }) };
}

function fromBase64(text: string | undefined): string {
  return Buffer.from(text ?? '', 'base64').toString('utf8');
}
