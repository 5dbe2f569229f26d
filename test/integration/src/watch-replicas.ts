import { createStore } from '@ixn/kube-client';
import { childTypes } from '@ixn/operator';
import { adminTransport } from './admin-transport.ts';

/** The numbers of pods that Deployments wanted, without a gap, as a watch tells of each. */
export interface ReplicasWatch {
  /** Every number that the Deployment wanted since the watch began, the first one included, in their order. */
  seen(deployment: string): readonly number[];
  stop(): Promise<void>;
}

/** Begins to watch; resolves when the first list is in. */
export async function watchReplicas(namespace: string): Promise<ReplicasWatch> {
  const transport = adminTransport('replicas-watch');
  const store = createStore({
    transport,
    type: childTypes.Deployment,
    namespaces: [namespace],
    project: (deployment) => Number(Object(Reflect.get(deployment, 'spec')).replicas),
  });
  const numbers = new Map<string, readonly number[]>();
  store.subscribe((change) => {
    if (change.kind === 'deleted') return;
    const before = numbers.get(change.ref.name) ?? [];
    if (before.at(-1) !== change.after) numbers.set(change.ref.name, [...before, change.after]);
  });
  const stop = new AbortController();
  const ended = store.run(stop.signal);
  await store.synced;
  return {
    seen: (deployment) => numbers.get(deployment) ?? [],
    stop: async () => {
      stop.abort();
      await ended;
      await transport.close();
    },
  };
}
