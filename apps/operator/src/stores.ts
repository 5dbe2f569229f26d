import {
  createStore,
  type ResourceType,
  type Store,
  type StoreNote,
  type StoreTimings,
  type Transport,
} from '@ixn/kube-client';
import { type ChildKind, managedByLabel, type Reference, tenantLabelKey } from '@ixn/manifests';
import type { CustomResource } from '@ixn/reconcile';
import { type ChildProjection, projectChild, projectInstance } from './projections.ts';
import { type FailedCreate, failedCreateFields, projectFailedCreate } from './failed-create.ts';
import { deniesByBinding, protectionPolicyName, type ProtectionStores } from './protection-policy.ts';
import { type PodProjection, projectPod } from './pod-projection.ts';
import { projectEndpointSlice, type ServiceEndpoints } from './service-endpoints.ts';
import { type ReferenceStores, versionOf } from './reference-versions.ts';
import {
  childTypes,
  definitionType,
  endpointSliceType,
  eventType,
  interactionServers,
  podMonitorDefinition,
  podType,
  protectionTypes,
  referenceTypes,
} from './resource-types.ts';
import { textAt } from './value-at.ts';

/** The live copies that everything is read from. */
export interface Stores {
  readonly instances: Store<CustomResource>;
  readonly pods: Store<PodProjection>;
  /** Which Secrets and ConfigMaps exist, in which version; undefined where they are not watched. */
  readonly references: ReferenceStores | undefined;
  /** What stands behind the Services; undefined where it is not watched. */
  readonly endpoints: Store<ServiceEndpoints> | undefined;
  readonly failedCreates: Store<FailedCreate>;
  /** Kinds that the cluster may or may not know, as far as we ask for them. */
  readonly definitions: Store<true>;
  /** What enforces deletion protection. */
  readonly protection: ProtectionStores;
  readonly children: Readonly<Record<ChildKind, Store<ChildProjection>>>;
}

export interface StoresOptions {
  readonly transport: Transport;
  readonly namespaces: readonly string[] | 'all';
  /** Whether Secrets and ConfigMaps of the namespaces are watched, whoever they are of. */
  readonly watchReferences: boolean;
  /** Whether it is watched what stands behind the Services. */
  readonly watchEndpoints: boolean;
  readonly observe: (note: StoreNote) => void;
  /** Lists as streams where the server can; in pages by default. */
  readonly streamedLists?: boolean;
  readonly timings?: Partial<StoreTimings>;
}

/** Creates the stores; they list and watch once they are run. Children are watched by label, so that nothing else is kept. */
export function createStores(options: StoresOptions): Stores {
  const {
    transport,
    namespaces,
    watchReferences,
    watchEndpoints,
    observe,
    streamedLists: streamedList = false,
    timings = {},
  } = options;
  const common = { transport, namespaces, observe, streamedList, timings };
  const labelSelector = `${managedByLabel.key}=${managedByLabel.value}`;
  // The StatefulSet controller's own revisions have the labels of the pods, the tenant among them.
  const selectors: Partial<Record<ChildKind, string>> = { ControllerRevision: `${labelSelector},!${tenantLabelKey}` };
  const child = (kind: ChildKind) =>
    createStore({
      ...common,
      type: childTypes[kind],
      labelSelector: selectors[kind] ?? labelSelector,
      project: projectChild(kind),
      indexes: { instance: (item) => item.instances, tenant: (item) => [item.tenant ?? ''] },
    });
  const reference = (kind: Reference['kind']) =>
    createStore({ ...common, type: referenceTypes[kind], metadataOnly: true, project: versionOf });
  const named = (type: ResourceType, name: string) =>
    ({ ...common, type, namespaces: 'all', fieldSelector: `metadata.name=${name}` }) as const;
  const presence = { metadataOnly: true, project: () => true as const };
  return {
    instances: createStore({
      ...common,
      type: interactionServers,
      project: projectInstance,
      indexes: { tenant: ({ spec }) => [tenantOf(spec)] },
    }),
    pods: createStore({
      ...common,
      type: podType,
      labelSelector,
      project: projectPod,
      indexes: { instance: (pod) => [pod.instance], tenant: (pod) => [pod.tenant ?? ''] },
    }),
    references: watchReferences ? { Secret: reference('Secret'), ConfigMap: reference('ConfigMap') } : undefined,
    endpoints: watchEndpoints
      ? createStore({
          ...common,
          type: endpointSliceType,
          labelSelector,
          project: projectEndpointSlice,
          indexes: { service: ({ service }) => [service] },
        })
      : undefined,
    failedCreates: createStore({
      ...common,
      type: eventType,
      fieldSelector: failedCreateFields,
      project: projectFailedCreate,
      indexes: { controller: (event) => [event.controllerUid] },
    }),
    definitions: createStore({ ...named(definitionType, podMonitorDefinition), ...presence }),
    protection: {
      policy: createStore({ ...named(protectionTypes.policy, protectionPolicyName), ...presence }),
      binding: createStore({ ...named(protectionTypes.binding, protectionPolicyName), project: deniesByBinding }),
    },
    children: {
      ServiceAccount: child('ServiceAccount'),
      ConfigMap: child('ConfigMap'),
      PersistentVolumeClaim: child('PersistentVolumeClaim'),
      Service: child('Service'),
      NetworkPolicy: child('NetworkPolicy'),
      PodMonitor: child('PodMonitor'),
      ControllerRevision: child('ControllerRevision'),
      StatefulSet: child('StatefulSet'),
      Deployment: child('Deployment'),
      PodDisruptionBudget: child('PodDisruptionBudget'),
      HorizontalPodAutoscaler: child('HorizontalPodAutoscaler'),
      Job: child('Job'),
    },
  };
}

/** The tenant that a spec names, in lower case as UUIDs compare; empty for a spec that names none. */
export function tenantOf(spec: unknown): string {
  return (textAt(spec, 'tenant', 'id') ?? '').toLowerCase();
}

/** What of a store does not depend on what it holds. */
export type Watched = Pick<
  Store<unknown>,
  'resource' | 'run' | 'synced' | 'hasSynced' | 'lastEventAgeMs' | 'lastActivityAgeMs'
>;

/** Every store of a kind that each cluster knows. */
export function requiredStores(stores: Stores): readonly Watched[] {
  const { PodMonitor: _optional, ...children } = stores.children;
  const references = Object.values(stores.references ?? {});
  const endpoints = stores.endpoints === undefined ? [] : [stores.endpoints];
  return [stores.instances, stores.pods, ...endpoints, ...references, stores.failedCreates, ...Object.values(children)];
}

/** Every store of a kind that a cluster may not know, or not let us see. */
export function optionalStores({ definitions, protection }: Stores): readonly Watched[] {
  return [definitions, protection.policy, protection.binding];
}
