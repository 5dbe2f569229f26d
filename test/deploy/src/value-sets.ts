import type { Values } from './objects.ts';

const peers = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }];

/** Ways in which users set the chart, in words that go on after a verb. */
export const valueSets: Readonly<Record<string, Values>> = {
  'as it is': {},
  'for some namespaces': { namespaces: ['voice', 'chat'], crds: { install: false } },
  'for one namespace, with nothing on the cluster but a role': {
    namespaces: ['voice'],
    rbac: { clusterReads: false },
    crds: { install: false },
    deletionProtection: { install: false },
  },
  'with a single operator that holds no election': { replicas: 1, settings: { leaderElect: false } },
  'with a proxy before its metrics': {
    metrics: {
      authentication: 'KubeRBACProxy',
      proxy: { tlsSecretName: 'operator-tls' },
      podMonitor: { enabled: true, labels: { release: 'prometheus' }, tokenSecretName: 'prometheus-token' },
    },
  },
  'with alerts and dashboards': {
    metrics: { prometheusRule: { enabled: true, labels: { release: 'prometheus' } }, dashboards: { enabled: true } },
  },
  'with everything that a pod may have': {
    image: { digest: `sha256:${'0'.repeat(64)}` },
    imagePullSecrets: [{ name: 'registry' }],
    extraEnv: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/ca/ca.crt' }],
    extraVolumes: [{ name: 'ca', configMap: { name: 'ca' } }],
    extraVolumeMounts: [{ name: 'ca', mountPath: '/ca' }],
    serviceAccount: { name: 'runner', annotations: { team: 'voice' } },
    podAnnotations: { team: 'voice' },
    podLabels: { team: 'voice' },
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [{ key: 'voice', operator: 'Exists' }],
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { 'app.kubernetes.io/name': 'interaction-server-operator' } },
      },
    ],
    priorityClassName: 'system-cluster-critical',
  },
  'with narrow network policies': {
    networkPolicy: {
      metricsFrom: peers,
      dns: { to: peers, ports: [53] },
      apiServer: { to: [{ ipBlock: { cidr: '10.0.0.1/32' } }], ports: [6443] },
      dependencies: { allow: true, rules: [{ to: peers, ports: [{ protocol: 'TCP', port: 15432 }] }] },
    },
  },
};
