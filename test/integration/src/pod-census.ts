import { createStore } from '@ixn/kube-client';
import { podType } from '@ixn/operator';
import { countsOf } from '@ixn/test-kit';
import { adminTransport } from './admin-transport.ts';

/** Counts the pods of a kind without a gap, as a watch tells of each. */
export interface PodCensus {
  /** The most that were there at the same time. */
  most(): number;
  /** How many were ever there, by instance and component. */
  everSeen(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** Begins to count; resolves when the first list is in. */
export async function startPodCensus(namespace: string, labelSelector: string): Promise<PodCensus> {
  const transport = adminTransport('pod-census');
  const store = createStore({
    transport,
    type: podType,
    namespaces: [namespace],
    labelSelector,
    project: ({ metadata: { uid = '', labels = {} } }) => ({
      uid,
      workload: `${labels['app.kubernetes.io/instance']} ${labels['app.kubernetes.io/component']}`,
    }),
  });
  let most = 0;
  const workloadOf = new Map<string, string>();
  store.subscribe((change) => {
    most = Math.max(most, store.list().length);
    if (change.kind !== 'deleted') workloadOf.set(change.after.uid, change.after.workload);
  });
  const stop = new AbortController();
  const ended = store.run(stop.signal);
  await store.synced;
  return {
    most: () => most,
    everSeen: () => countsOf([...workloadOf.values()]),
    stop: async () => {
      stop.abort();
      await ended;
      await transport.close();
    },
  };
}
