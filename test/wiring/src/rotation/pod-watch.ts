import { createStore, createTransport, type KubeObject, type Store } from '@ixn/kube-client';
import { podType } from '@ixn/operator';
import { KubeConfig, type V1Pod } from '@kubernetes/client-node';
import type { Scene } from '../operator/scene.ts';

/** What the tests look at of a pod. */
export interface WatchedPod {
  readonly uid: string;
  readonly name: string;
  /** Such as `ixn-server`, or `ixn-server-db` of a pod that provisions a database. */
  readonly component: string;
  readonly phase: string;
  readonly spec: V1Pod['spec'];
}

export interface PodWatch {
  readonly store: Store<WatchedPod>;
  stop(): Promise<void>;
}

/** Watches the pods of the scene, as one who misses none; resolves when the first list is in. */
export async function watchPods({ controlPlane, namespace }: Scene): Promise<PodWatch> {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(controlPlane.kubeconfig);
  const transport = createTransport({ kubeConfig, userAgent: 'pod-watch' });
  const store = createStore({ transport, type: podType, namespaces: [namespace], project: projectPod });
  const stop = new AbortController();
  const ended = store.run(stop.signal);
  await store.synced;
  return {
    store,
    stop: async () => {
      stop.abort();
      await ended;
      await transport.close();
    },
  };
}

function projectPod(object: KubeObject & Partial<Pick<V1Pod, 'spec' | 'status'>>): WatchedPod {
  const { metadata, spec, status } = object;
  const { uid = '', name, labels = {} } = metadata;
  const component = labels['app.kubernetes.io/component'] ?? '';
  return { uid, name, component, phase: status?.phase ?? '', spec };
}
