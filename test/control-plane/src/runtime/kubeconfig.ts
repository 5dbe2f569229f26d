import type { KubeconfigContent } from './cluster-of-kubeconfig.ts';

/** Names cluster and context so that a person recognises them in a prompt. */
const clusterName = 'ixn-control-plane';

/** A kubeconfig that carries everything inline, so that it can be copied anywhere on this machine. */
export function renderKubeconfig({ serverUrl, authority, user, client }: KubeconfigContent): string {
  const quotedUser = JSON.stringify(user);
  return `apiVersion: v1
kind: Config
clusters:
- name: ${clusterName}
  cluster:
    server: ${serverUrl}
    certificate-authority-data: ${base64(authority)}
users:
- name: ${quotedUser}
  user:
    client-certificate-data: ${base64(client.certificate)}
    client-key-data: ${base64(client.key)}
contexts:
- name: ${clusterName}
  context:
    cluster: ${clusterName}
    user: ${quotedUser}
current-context: ${clusterName}
`;
}

export interface TokenAccess extends Pick<KubeconfigContent, 'serverUrl' | 'authority'> {
  readonly token: string;
  /** Of the context; `default` without one. */
  readonly namespace?: string;
}

/** A kubeconfig of whoever has a token, such as that of a ServiceAccount. */
export function renderTokenKubeconfig({ serverUrl, authority, token, namespace }: TokenAccess): string {
  const cluster = { server: serverUrl, 'certificate-authority-data': base64(authority) };
  const context = { cluster: clusterName, user: 'token', ...(namespace !== undefined && { namespace }) };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: clusterName, cluster }],
    users: [{ name: 'token', user: { token } }],
    contexts: [{ name: clusterName, context }],
    'current-context': clusterName,
  });
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
