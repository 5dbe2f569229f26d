import { childTypes, interactionServers, podType } from '@ixn/operator';
import {
  createKubeClient,
  createStore,
  type KubeObject,
  type ResourceType,
  resourceName,
  type Store,
  type Transport,
} from '@ixn/kube-client';

const watched: readonly ResourceType[] = [
  interactionServers,
  podType,
  ...Object.values(childTypes).filter(({ kind }) => kind !== 'PodMonitor'),
];

/** Live copies of all that an operator watches, of which each object's version is kept. */
export interface SoakStores {
  /** What differs between the stores and what the server lists now; empty when they are equal. */
  differences(server: Transport): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Starts the stores; resolves when all have listed. */
export async function startSoakStores(transport: Transport, namespace: string): Promise<SoakStores> {
  const stop = new AbortController();
  const stores = watched.map((type) => ({
    type,
    store: createStore({ transport, type, namespaces: [namespace], project: versionOf }),
  }));
  const running = stores.map(({ store }) => store.run(stop.signal));
  await Promise.all(stores.map(({ store }) => store.synced));
  return {
    differences: async (server) => {
      const found = await Promise.all(stores.map(({ type, store }) => differencesOf(type, store, server, namespace)));
      return found.flat();
    },
    stop: async () => {
      stop.abort();
      await Promise.all(running);
    },
  };
}

async function differencesOf(
  type: ResourceType,
  store: Store<string>,
  server: Transport,
  namespace: string,
): Promise<readonly string[]> {
  const listed = await createKubeClient(server).list(type, { namespace });
  if (!listed.ok) return [`${resourceName(type)}: ${listed.failure.message}`];
  const wanted = new Set(listed.value.items.map(versionOf));
  const held = new Set(store.list());
  return [
    ...[...wanted].filter((version) => !held.has(version)).map((version) => `not in the store: ${version}`),
    ...[...held].filter((version) => !wanted.has(version)).map((version) => `only in the store: ${version}`),
  ];
}

function versionOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name} at ${metadata.resourceVersion ?? ''}`;
}
