import { createStore, type Store, type StoreNote, type Transport } from '@ixn/kube-client';
import { type ChildKind, managedByLabel } from '@ixn/manifests';
import type { CustomResource } from '@ixn/reconcile';
import { type ChildProjection, projectChild, projectInstance } from './projections.ts';
import { childTypes, interactionServers } from './resource-types.ts';

/** The live copies that everything is read from. */
export interface Stores {
  readonly instances: Store<CustomResource>;
  readonly children: Readonly<Record<ChildKind, Store<ChildProjection>>>;
}

export interface StoresOptions {
  readonly transport: Transport;
  readonly namespaces: readonly string[] | 'all';
  readonly observe: (note: StoreNote) => void;
}

/** Creates the stores; they list and watch once they are run. Children are watched by label, so that nothing else is kept. */
export function createStores({ transport, namespaces, observe }: StoresOptions): Stores {
  const common = { transport, namespaces, observe };
  const child = (kind: ChildKind) =>
    createStore({
      ...common,
      type: childTypes[kind],
      labelSelector: `${managedByLabel.key}=${managedByLabel.value}`,
      project: projectChild(kind),
      indexes: { instance: (item) => item.instances },
    });
  return {
    instances: createStore({ ...common, type: interactionServers, project: projectInstance }),
    children: {
      ServiceAccount: child('ServiceAccount'),
      ConfigMap: child('ConfigMap'),
      Service: child('Service'),
      StatefulSet: child('StatefulSet'),
      Deployment: child('Deployment'),
    },
  };
}

/** Every store, for what is done with all of them. */
export function allStores(
  stores: Stores,
): readonly Pick<Store<unknown>, 'run' | 'synced' | 'hasSynced' | 'lastEventAgeMs'>[] {
  return [stores.instances, ...Object.values(stores.children)];
}
