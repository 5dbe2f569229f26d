import { kubernetesEventType } from '@ixn/controller-runtime';
import { resourceType } from '@ixn/interaction-server';
import type { ResourceType } from '@ixn/kube-client';
import type { ChildKind, Reference } from '@ixn/manifests';

/** The custom resource. */
export const interactionServers: ResourceType = resourceType;

/** The kinds that an instance is made of, as the API server serves them. */
export const childTypes: Readonly<Record<ChildKind, ResourceType>> = {
  ServiceAccount: { group: '', version: 'v1', plural: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true },
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true },
  PersistentVolumeClaim: {
    group: '',
    version: 'v1',
    plural: 'persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    namespaced: true,
  },
  Service: { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true },
  NetworkPolicy: {
    group: 'networking.k8s.io',
    version: 'v1',
    plural: 'networkpolicies',
    kind: 'NetworkPolicy',
    namespaced: true,
  },
  PodMonitor: {
    group: 'monitoring.coreos.com',
    version: 'v1',
    plural: 'podmonitors',
    kind: 'PodMonitor',
    namespaced: true,
  },
  ControllerRevision: {
    group: 'apps',
    version: 'v1',
    plural: 'controllerrevisions',
    kind: 'ControllerRevision',
    namespaced: true,
  },
  StatefulSet: { group: 'apps', version: 'v1', plural: 'statefulsets', kind: 'StatefulSet', namespaced: true },
  Deployment: { group: 'apps', version: 'v1', plural: 'deployments', kind: 'Deployment', namespaced: true },
  PodDisruptionBudget: {
    group: 'policy',
    version: 'v1',
    plural: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    namespaced: true,
  },
  Job: { group: 'batch', version: 'v1', plural: 'jobs', kind: 'Job', namespaced: true },
  HorizontalPodAutoscaler: {
    group: 'autoscaling',
    version: 'v2',
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    namespaced: true,
  },
};

/** What is only read. */
export const podType: ResourceType = { group: '', version: 'v1', plural: 'pods', kind: 'Pod', namespaced: true };
export const endpointSliceType: ResourceType = {
  group: 'discovery.k8s.io',
  version: 'v1',
  plural: 'endpointslices',
  kind: 'EndpointSlice',
  namespaced: true,
};
const secretType: ResourceType = { group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true };
export const eventType: ResourceType = { group: '', version: 'v1', plural: 'events', kind: 'Event', namespaced: true };

/** What instances name: it is watched as metadata only, and read by name. */
export const referenceTypes: Readonly<Record<Reference['kind'], ResourceType>> = {
  Secret: secretType,
  ConfigMap: childTypes.ConfigMap,
};

/** What events are written as. */
export const newEventType: ResourceType = kubernetesEventType;

/** What enforces deletion protection. */
export const protectionTypes = {
  policy: {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    plural: 'validatingadmissionpolicies',
    kind: 'ValidatingAdmissionPolicy',
    namespaced: false,
  },
  binding: {
    group: 'admissionregistration.k8s.io',
    version: 'v1',
    plural: 'validatingadmissionpolicybindings',
    kind: 'ValidatingAdmissionPolicyBinding',
    namespaced: false,
  },
} as const satisfies Record<string, ResourceType>;

/** The definitions of kinds that the cluster may or may not know. */
export const definitionType: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
};

/** Name of the definition that tells whether the cluster knows PodMonitors. */
export const podMonitorDefinition = 'podmonitors.monitoring.coreos.com';
