import { apiVersionOf, type KubeObject, type ResourceType } from './objects.ts';

/** An intent, without its identity and metadata, and what others do to it by merge patch. */
export interface OwnedKind {
  readonly type: ResourceType;
  readonly intent: object;
  /** Changes the value of a field that the intent has. */
  readonly change: object;
  /** Removes a field that the intent has. */
  readonly removal: object;
  /** The intent without one of its fields. */
  readonly smaller: object;
}

const labels = { 'app.kubernetes.io/name': 'owned' };
function metadata(owner: KubeObject) {
  const { apiVersion, kind } = owner;
  const { name, uid = '' } = owner.metadata;
  return {
    name: 'owned',
    namespace: 'default',
    labels,
    annotations: { 'example.org/intent': 'hash' },
    ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
  };
}

const probe = { httpGet: { path: '/health', port: 'health' }, periodSeconds: 10 };

const container = {
  name: 'main',
  image: 'example.org/main:1',
  args: ['--flag', '--other'],
  env: [
    { name: 'PLAIN', value: '1' },
    { name: 'SECRET', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    { name: 'HOST', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
  ],
  ports: [
    { name: 'main', containerPort: 7000 },
    { name: 'health', containerPort: 7001, protocol: 'TCP' },
    { name: 'discovery', containerPort: 7000, protocol: 'UDP' },
  ],
  startupProbe: { ...probe, failureThreshold: 30 },
  readinessProbe: probe,
  livenessProbe: { ...probe, timeoutSeconds: 5 },
  resources: { requests: { cpu: '1000m', memory: '1024Mi' }, limits: { memory: '1Gi' } },
  securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  volumeMounts: [
    { name: 'scratch', mountPath: '/tmp' },
    { name: 'config', mountPath: '/etc/main', readOnly: true },
  ],
};

const template = {
  metadata: { labels, annotations: { 'example.org/checksum': 'abc' } },
  spec: {
    serviceAccountName: 'owned',
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 60,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    imagePullSecrets: [{ name: 'pull' }],
    nodeSelector: {},
    tolerations: [],
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [] }] } },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
      },
    ],
    containers: [container],
    volumes: [
      { name: 'scratch', emptyDir: {} },
      { name: 'config', configMap: { name: 'owned', items: [{ key: 'a', path: 'b' }] } },
      { name: 'secret', secret: { secretName: 's' } },
      { name: 'all', projected: { sources: [{ configMap: { name: 'owned' } }, { secret: { name: 's' } }] } },
    ],
  },
};

function workloadSpec(kind: 'Deployment' | 'StatefulSet') {
  const common = { replicas: 1, selector: { matchLabels: labels }, template };
  return kind === 'Deployment'
    ? { ...common, strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } } }
    : { ...common, serviceName: 'owned', podManagementPolicy: 'Parallel', updateStrategy: { type: 'RollingUpdate' } };
}

function workload(kind: 'Deployment' | 'StatefulSet'): OwnedKind {
  const type = { group: 'apps', version: 'v1', plural: `${kind.toLowerCase()}s`, kind, namespaced: true };
  const spec = workloadSpec(kind);
  const { livenessProbe: _livenessProbe, ...rest } = container;
  const smallerTemplate = { ...template, spec: { ...template.spec, containers: [rest] } };
  return {
    type,
    intent: { spec },
    // A merge patch replaces lists as a whole; the API server sees which of their items changed.
    change: { spec: { template: { spec: { containers: [{ ...container, image: 'example.org/other:2' }] } } } },
    removal: { spec: { template: { spec: { containers: [{ ...container, env: container.env.slice(0, 2) }] } } } },
    smaller: { spec: { ...spec, template: smallerTemplate } },
  };
}

const service = {
  type: 'ClusterIP',
  selector: labels,
  ports: [
    { name: 'main', port: 7000, targetPort: 'main' },
    { name: 'health', port: 7001, targetPort: 7001, protocol: 'TCP' },
    { name: 'discovery', port: 7000, protocol: 'UDP' },
  ],
};

const networkPolicy = {
  podSelector: { matchLabels: labels },
  policyTypes: ['Ingress', 'Egress'],
  ingress: [],
  egress: [{ to: [{ podSelector: {} }], ports: [{ port: 7000 }] }],
};

const data = { 'main.conf': 'a = 1\n', empty: '' };

/** The kinds that an operator makes most, with the fields whose ownership is recorded in the most different ways. */
export const ownedKinds: readonly OwnedKind[] = [
  workload('Deployment'),
  workload('StatefulSet'),
  {
    type: { group: '', version: 'v1', plural: 'services', kind: 'Service', namespaced: true },
    intent: { spec: service },
    change: { spec: { ports: [{ ...service.ports[0], targetPort: 9 }, ...service.ports.slice(1)] } },
    removal: { spec: { ports: service.ports.slice(0, 2) } },
    smaller: { spec: { ...service, ports: service.ports.slice(1) } },
  },
  {
    type: {
      group: 'networking.k8s.io',
      version: 'v1',
      plural: 'networkpolicies',
      kind: 'NetworkPolicy',
      namespaced: true,
    },
    intent: { spec: networkPolicy },
    change: { spec: { ingress: [{}] } },
    removal: { spec: { egress: null } },
    smaller: { spec: { podSelector: networkPolicy.podSelector, policyTypes: ['Ingress'], ingress: [] } },
  },
  {
    type: { group: '', version: 'v1', plural: 'configmaps', kind: 'ConfigMap', namespaced: true },
    intent: { data },
    change: { data: { empty: 'no more' } },
    removal: { data: { 'main.conf': null } },
    smaller: { data: { empty: '' } },
  },
  {
    type: { group: '', version: 'v1', plural: 'serviceaccounts', kind: 'ServiceAccount', namespaced: true },
    intent: { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'pull' }] },
    change: { automountServiceAccountToken: true },
    removal: { metadata: { annotations: { 'example.org/intent': null } } },
    smaller: { automountServiceAccountToken: false },
  },
];

/** The whole object for the part of it that a case gives. It needs an owner that exists, or it is collected as garbage. */
export function ownedObject(type: ResourceType, part: object, owner: KubeObject): KubeObject {
  return { apiVersion: apiVersionOf(type), kind: type.kind, metadata: metadata(owner), ...part };
}
