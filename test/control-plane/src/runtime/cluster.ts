import { z } from 'zod';
import { poll } from '../poll.ts';
import { nodeManifest } from '../simulation/node-manifest.ts';
import { simulatedStorageClass } from '../simulation/volume-stages.ts';
import type { ApiClient } from './api-client.ts';

const timeoutMs = 60_000;

/** The parts of a Node that are looked at. */
const nodeParts = z.object({
  spec: z.object({ taints: z.array(z.unknown()).default([]) }),
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});

/** Pods cannot be made in a namespace before its ServiceAccount `default` is there. */
export async function awaitDefaultServiceAccount(request: ApiClient, signal?: AbortSignal): Promise<void> {
  const path = '/api/v1/namespaces/default/serviceaccounts/default';
  await poll({ until: 'the ServiceAccount default/default exists', timeoutMs, signal }, async () =>
    (await request({ path })).status === 200 ? true : undefined,
  );
}

/** Creates a simulated node; one that is there already is left as it is. */
export async function createNode(request: ApiClient, name: string): Promise<void> {
  await create(request, '/api/v1/nodes', nodeManifest(name));
}

export async function createStorageClass(request: ApiClient): Promise<void> {
  await create(request, '/apis/storage.k8s.io/v1/storageclasses', simulatedStorageClass);
}

/** Waits until a node is Ready and pods may be put on it. */
export async function awaitNode(request: ApiClient, name: string, signal?: AbortSignal): Promise<void> {
  await poll({ until: `the node ${name} is Ready`, timeoutMs, signal }, async () => {
    const { body } = await request({ path: `/api/v1/nodes/${name}` });
    const { spec, status } = nodeParts.parse(body);
    const ready = status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
    return ready && spec.taints.length === 0 ? true : undefined;
  });
}

async function create(request: ApiClient, path: string, body: unknown): Promise<void> {
  const answer = await request({ method: 'POST', path, body });
  const exists = 409;
  if (answer.status >= 300 && answer.status !== exists) {
    throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}
