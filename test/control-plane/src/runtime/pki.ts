import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, type KeyPair, createAuthority, createSigningKey } from '../certificates/authority.ts';
import { renderKubeconfig } from './kubeconfig.ts';
import type { Layout } from './layout.ts';

/** Paths of the PEM files that the components read. */
export interface PkiFiles {
  readonly authority: string;
  readonly authorityKey: string;
  /** One pair for every server: all are 127.0.0.1. */
  readonly server: string;
  readonly serverKey: string;
  /** With this client certificate the API server talks to the simulated kubelets. */
  readonly kubeletClient: string;
  readonly kubeletClientKey: string;
  readonly tokenKey: string;
  readonly tokenPublicKey: string;
}

export interface Pki {
  readonly authority: Authority;
  readonly admin: KeyPair;
  readonly files: PkiFiles;
}

/** Members may do everything; only it may be used before any RBAC role exists. */
const mastersGroup = 'system:masters';

/** The user names by which the API server, and so the audit log, knows those who belong to the control plane. */
export const componentUsers = {
  admin: { commonName: 'admin', organizations: [mastersGroup] },
  'kube-controller-manager': { commonName: 'system:kube-controller-manager' },
  'kube-scheduler': { commonName: 'system:kube-scheduler' },
  kwok: { commonName: 'kwok', organizations: [mastersGroup] },
} as const;

/** Makes all keys and certificates and writes those that the components read from files, with their kubeconfigs. */
export async function createPki(layout: Layout, serverUrl: string): Promise<Pki> {
  await mkdir(layout.pki, { recursive: true, mode: 0o700 });
  const authority = createAuthority('ixn-control-plane-ca');
  const tokens = createSigningKey();
  const server = authority.issue({
    commonName: 'kube-apiserver',
    hosts: ['127.0.0.1', '10.96.0.1', 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
  });
  const kubeletClient = authority.issue({ commonName: 'kube-apiserver-kubelet-client', organizations: [mastersGroup] });
  const admin = authority.issue(componentUsers.admin);

  const files = filesIn(layout.pki);
  const kubeconfig = (user: string, client: KeyPair) =>
    renderKubeconfig({ serverUrl, authority: authority.certificate, user, client });
  await Promise.all([
    write(files.authority, authority.certificate),
    write(files.authorityKey, authority.key),
    write(files.server, server.certificate),
    write(files.serverKey, server.key),
    write(files.kubeletClient, kubeletClient.certificate),
    write(files.kubeletClientKey, kubeletClient.key),
    write(files.tokenKey, tokens.privateKey),
    write(files.tokenPublicKey, tokens.publicKey),
    write(layout.kubeconfig, kubeconfig('admin', admin)),
    ...(['kube-controller-manager', 'kube-scheduler', 'kwok'] as const).map((component) =>
      write(layout.kubeconfigOf(component), kubeconfig(component, authority.issue(componentUsers[component]))),
    ),
  ]);
  return { authority, admin, files };
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 });
}

function filesIn(folder: string): PkiFiles {
  return {
    authority: join(folder, 'ca.pem'),
    authorityKey: join(folder, 'ca-key.pem'),
    server: join(folder, 'server.pem'),
    serverKey: join(folder, 'server-key.pem'),
    kubeletClient: join(folder, 'kubelet-client.pem'),
    kubeletClientKey: join(folder, 'kubelet-client-key.pem'),
    tokenKey: join(folder, 'service-account-key.pem'),
    tokenPublicKey: join(folder, 'service-account.pem'),
  };
}
