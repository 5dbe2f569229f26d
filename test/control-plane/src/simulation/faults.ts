import type { ApiClient } from '../runtime/api-client.ts';
import { nodeAnnotations, podAnnotations, simulatedNodeLabel } from './words.ts';

/** Whatever can ask the API server; a ControlPlane can. */
export interface Cluster {
  readonly request: ApiClient;
}

export interface PodReference {
  readonly namespace: string;
  readonly name: string;
}

type Values = Readonly<Record<string, string | null>>;

/** The readiness probe fails: the pod runs on, but is not ready. */
export async function makePodUnready(cluster: Cluster, pod: PodReference): Promise<void> {
  await annotatePod(cluster, pod, { [podAnnotations.ready]: 'false' });
}

/** The startup probe fails: the containers run, but count as neither started nor ready. */
export async function makePodUnstarted(cluster: Cluster, pod: PodReference): Promise<void> {
  await annotatePod(cluster, pod, { [podAnnotations.started]: 'false' });
}

/** All containers end with this exit code, or by lack of memory, again and again: CrashLoopBackOff. */
export async function crashPod(cluster: Cluster, pod: PodReference, end: number | 'OOMKilled'): Promise<void> {
  await annotatePod(cluster, pod, { [podAnnotations.crash]: String(end) });
}

/** Takes back whatever was done to a pod by annotations; its restarts stay counted. */
export async function healPod(cluster: Cluster, pod: PodReference): Promise<void> {
  const none = Object.values(podAnnotations).map((name) => [name, null] as const);
  await annotatePod(cluster, pod, Object.fromEntries(none));
}

/** The kubelet lives on and reports that its node is not ready. */
export async function makeNodeUnready(cluster: Cluster, node: string): Promise<void> {
  await patchNode(cluster, node, { annotations: { [nodeAnnotations.ready]: 'false' } });
}

/** The node falls silent, as if its power had failed: Unknown after about six seconds, and its pods stay as they were. */
export async function killNode(cluster: Cluster, node: string): Promise<void> {
  await patchNode(cluster, node, { labels: { [simulatedNodeLabel.key]: null } });
}

/** A node that was made unready or killed works again. */
export async function reviveNode(cluster: Cluster, node: string): Promise<void> {
  await patchNode(cluster, node, {
    labels: { [simulatedNodeLabel.key]: simulatedNodeLabel.value },
    annotations: { [nodeAnnotations.ready]: null },
  });
}

async function annotatePod(cluster: Cluster, { namespace, name }: PodReference, annotations: Values): Promise<void> {
  await mergePatch(cluster, `/api/v1/namespaces/${namespace}/pods/${name}`, { annotations });
}

async function patchNode(
  cluster: Cluster,
  node: string,
  metadata: { readonly labels?: Values; readonly annotations?: Values },
): Promise<void> {
  await mergePatch(cluster, `/api/v1/nodes/${node}`, metadata);
}

async function mergePatch({ request }: Cluster, path: string, metadata: unknown): Promise<void> {
  const contentType = 'application/merge-patch+json';
  const { status, body } = await request({ method: 'PATCH', path, contentType, body: { metadata } });
  if (status !== 200) throw new Error(`PATCH ${path}: ${status} ${JSON.stringify(body)}`);
}
