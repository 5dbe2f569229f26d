import {
  createKubeClient,
  createTransport,
  failed,
  type Failure,
  type KubeClient,
  resourceName,
  type Result,
  type StoreNote,
  succeeded,
} from '@ixn/kube-client';
import type { MergeSchema } from '@ixn/manifests';
import type { ClusterReader } from '@ixn/reconcile';
import type { KubeConfig } from '@kubernetes/client-node';
import { createClusterReader } from './cluster-reader.ts';
import { fetchPodMergeSchema } from './pod-merge-schema.ts';
import { followPodMonitors } from './pod-monitor-support.ts';
import { childTypes, definitionType } from './resource-types.ts';
import { createStores, requiredStores } from './stores.ts';

/** A cluster as it is at one moment, read as the operator reads it. */
export interface LiveCluster {
  readonly client: KubeClient;
  readonly reader: Pick<ClusterReader, 'instance' | 'observe' | 'tenant' | 'features'>;
  readonly podMergeSchema: MergeSchema;
}

export interface LiveClusterOptions {
  readonly kubeConfig: KubeConfig;
  readonly userAgent: string;
  /** Where to look; only in all of them every rival for a tenant is seen. */
  readonly namespaces: readonly string[] | 'all';
}

/**
 * Looks at a cluster and gives what `use` makes of it. A resource that may not be listed is a failure; a cluster that does not
 * answer is asked again until the signal aborts.
 */
export async function withLiveCluster<T>(
  { kubeConfig, userAgent, namespaces }: LiveClusterOptions,
  use: (cluster: LiveCluster) => Promise<Result<T>>,
  signal: AbortSignal,
): Promise<Result<T>> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const transport = createTransport({ kubeConfig, userAgent });
  const client = createKubeClient(transport);
  const rights = watchRights();
  const stores = createStores({
    transport,
    namespaces,
    watchReferences: false,
    watchEndpoints: false,
    observe: rights.observe,
  });
  const podMonitors = followPodMonitors(stores, rights, () => undefined, either);
  const required = requiredStores(stores);
  const running = required.map((store) => store.run(either));
  const schema = fetchPodMergeSchema({ client, onFailure: () => undefined, retryAfterMs: 1000 }, either);
  try {
    const listed = Promise.all([...required.map((store) => store.synced), podMonitors.known]);
    const read = listed.then(() => schema);
    const found = await Promise.race([read.then((value) => succeeded(value)), rights.refused, whenAborted(either)]);
    if (!found.ok) return found;
    if (found.value === undefined) return failed('Aborted', 'the cluster was not looked at');
    const features = () => ({ podMonitors: podMonitors.isThere() });
    const reader = createClusterReader(stores, { features, protectionPolicy: () => 'Unreadable' });
    return await use({ client, reader, podMergeSchema: found.value });
  } finally {
    stop.abort();
    await Promise.all([...running, schema]);
    await transport.close();
  }
}

/** What turns out about the rights of whoever looks, and of which kinds he cannot do without. */
function watchRights() {
  const definitions = Promise.withResolvers<boolean>();
  const podMonitors = Promise.withResolvers<void>();
  const refused = Promise.withResolvers<{ readonly ok: false; readonly failure: Failure }>();
  return {
    maySeeDefinitions: definitions.promise,
    mayNotList: podMonitors.promise,
    refused: refused.promise,
    observe: (note: StoreNote) => {
      if (note.kind !== 'listFailed' || note.failure.category !== 'terminal') return;
      if (note.resource === resourceName(definitionType)) definitions.resolve(false);
      else if (note.resource === resourceName(childTypes.PodMonitor)) podMonitors.resolve();
      else refused.resolve({ ok: false, failure: note.failure });
    },
  };
}

function whenAborted(signal: AbortSignal): Promise<Result<undefined>> {
  return new Promise((resolve) => {
    const tell = () => resolve(failed('Aborted', 'the cluster was not looked at'));
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  });
}
