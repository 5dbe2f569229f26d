import { childTypes, interactionServers } from '@ixn/operator';
import { createKubeClient, createStore, type KubeObject } from '@ixn/kube-client';
import { managedByLabel } from '@ixn/manifests';
import { z } from 'zod';
import type { Scene } from './scene.ts';

const instance = z.object({
  status: z
    .object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) })
    .default({ conditions: [] }),
});
const workload = z.object({
  spec: z.object({ replicas: z.number().default(1) }),
  status: z.object({ readyReplicas: z.number().default(0) }).default({ readyReplicas: 0 }),
});

/** Deployments that an instance has. */
export const deploymentsEach = 2;

/**
 * Resolves when `count` instances say that they are Ready, with the time of the last one in milliseconds since the epoch.
 * Begins to look at once.
 */
export function untilInstancesReady(scene: Scene, count: number, timeoutMs: number): Promise<number> {
  return untilMany(scene, { type: interactionServers, isThere: isReady, count, timeoutMs });
}

/** What the instances that are not Ready say of themselves, one line each. */
export async function describeUnready(scene: Scene): Promise<readonly string[]> {
  const client = createKubeClient(scene.transportFor('bench-observer'));
  const listed = await client.list(interactionServers, { namespace: scene.namespace });
  if (!listed.ok) return [listed.failure.message];
  return listed.value.items.filter((item) => !isReady(item)).map((item) => JSON.stringify(item));
}

/** Resolves when the pods of `count` Deployments are ready, for those who write no status; times as above. */
export function untilDeploymentsReady(scene: Scene, count: number, timeoutMs: number): Promise<number> {
  const labelSelector = `${managedByLabel.key}=${managedByLabel.value}`;
  return untilMany(scene, { type: childTypes.Deployment, labelSelector, isThere: hasPods, count, timeoutMs });
}

interface Expectation {
  readonly type: typeof interactionServers;
  readonly labelSelector?: string;
  readonly isThere: (object: KubeObject) => boolean;
  readonly count: number;
  readonly timeoutMs: number;
}

async function untilMany(scene: Scene, expected: Expectation): Promise<number> {
  const { isThere: project, timeoutMs, count, ...about } = expected;
  const transport = scene.transportFor('bench-observer');
  const store = createStore({ ...about, transport, namespaces: [scene.namespace], project });
  const stop = new AbortController();
  const reached = Promise.withResolvers<number>();
  let there = 0;
  store.subscribe((change) => {
    there += Number(change.kind !== 'deleted' && change.after) - Number(change.kind !== 'added' && change.before);
    if (there === count) reached.resolve(Date.now());
  });
  const timer = setTimeout(() => {
    reached.reject(new Error(`after ${timeoutMs / 1000} s only ${there} of ${count} ${about.type.plural} are ready`));
  }, timeoutMs);
  const running = store.run(stop.signal);
  try {
    return await reached.promise;
  } finally {
    clearTimeout(timer);
    stop.abort();
    await running;
  }
}

function isReady(object: KubeObject): boolean {
  const { status } = instance.parse(object);
  return status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

function hasPods(object: KubeObject): boolean {
  const { spec, status } = workload.parse(object);
  return status.readyReplicas === spec.replicas;
}
