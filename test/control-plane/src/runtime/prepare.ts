import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { ControlPlaneOptions } from '../control-plane.ts';
import { podLogLine, renderPodLogs } from '../simulation/pod-logs.ts';
import { renderStages } from '../simulation/stages.ts';
import { type ApiClient, type Credentials, createApiClient } from './api-client.ts';
import { renderAuditPolicy } from './audit-policy.ts';
import type { ComponentContext } from './components.ts';
import type { Layout } from './layout.ts';
import { type Pki, createPki } from './pki.ts';
import { findFreePorts } from './ports.ts';

/** What the components of one control plane are started with, and how to reach the API server. */
export interface Prepared {
  readonly pki: Pki;
  readonly serverUrl: string;
  readonly request: ApiClient;
  readonly credentials: Credentials;
  readonly components: ComponentContext;
  readonly adminKubeconfig: string;
}

/** Chooses the ports and writes every file that a component reads. */
export async function prepare(
  layout: Layout,
  { auditLog = false, admissionPlugins = [] }: Pick<ControlPlaneOptions, 'auditLog' | 'admissionPlugins'>,
): Promise<Prepared> {
  const [etcdPort = 0, etcdPeer = 0, apiServer = 0, controllerManager = 0, scheduler = 0, kwokPort = 0] =
    await findFreePorts(6);
  const ports = { etcd: etcdPort, etcdPeer, apiServer, controllerManager, scheduler, kwok: kwokPort };
  const serverUrl = `https://127.0.0.1:${ports.apiServer}`;
  await mkdir(layout.logs, { recursive: true });
  await rm(layout.etcdData, { recursive: true, force: true }); // of an earlier run in a folder that was named
  const [pki] = await Promise.all([
    createPki(layout, serverUrl),
    writeFile(layout.stages, `${renderStages()}---\n${renderPodLogs(layout.podLog)}\n`),
    writeFile(layout.podLog, podLogLine('started')),
    writeFile(layout.auditPolicy, renderAuditPolicy()),
  ]);
  const credentials = { authority: pki.authority.certificate, client: pki.admin };
  return {
    pki,
    serverUrl,
    credentials,
    request: createApiClient(serverUrl, credentials),
    components: { ports, layout, pki: pki.files, auditLog, admissionPlugins },
    adminKubeconfig: await readFile(layout.kubeconfig, 'utf8'),
  };
}
