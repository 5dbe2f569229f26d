import { createKubeClient, createTransport, type KubeClient, type Transport } from '@ixn/kube-client';
import { KubeConfig } from '@kubernetes/client-node';
import type { Call } from '../command-line/command.ts';
import { type Done, notDone, type Problem, problem } from '../problems.ts';
import { version } from '../version.ts';

/** The cluster that a command line names, and the namespace in it. */
export interface Cluster {
  readonly client: KubeClient;
  readonly transport: Transport;
  readonly kubeConfig: KubeConfig;
  readonly namespace: string;
}

export const userAgent = `kubectl-ixn/${version}`;

/** People wait for the answer. */
const requestTimeoutMs = 10_000;

/** Connects to the cluster that a command line names, for as long as `use` takes. */
export async function withCluster(call: Call, use: (cluster: Cluster) => Promise<Done>): Promise<Done> {
  const read = readKubeconfig(call);
  if ('problem' in read) return notDone(read.problem);
  const { kubeConfig } = read;
  const namespace = call.text('namespace') ?? contextNamespace(kubeConfig) ?? 'default';
  const transport = createTransport({ kubeConfig, userAgent, requestTimeoutMs });
  try {
    return await use({ client: createKubeClient(transport), transport, kubeConfig, namespace });
  } finally {
    await transport.close();
  }
}

function readKubeconfig(call: Call): { readonly kubeConfig: KubeConfig } | { readonly problem: Problem } {
  const kubeConfig = new KubeConfig();
  const path = call.text('kubeconfig');
  const context = call.text('context');
  try {
    if (path === undefined) kubeConfig.loadFromDefault();
    else kubeConfig.loadFromFile(path);
  } catch (error) {
    return { problem: problem('KubeconfigInvalid', error instanceof Error ? error.message : String(error)) };
  }
  if (context !== undefined) {
    if (kubeConfig.getContextObject(context) === null) {
      return { problem: problem('KubeconfigInvalid', `the kubeconfig has no context ${context}`) };
    }
    kubeConfig.setCurrentContext(context);
  }
  return kubeConfig.getCurrentCluster() === null
    ? { problem: problem('KubeconfigInvalid', 'the kubeconfig has no current context with a cluster') }
    : { kubeConfig };
}

function contextNamespace(kubeConfig: KubeConfig): string | undefined {
  return kubeConfig.getContextObject(kubeConfig.getCurrentContext())?.namespace;
}
