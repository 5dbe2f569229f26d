const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

const podTemplate = {
  metadata: { labels: { team: 'voice' }, annotations: { 'example.com/owner': 'voice' } },
  spec: {
    priorityClassName: 'contact-centre',
    tolerations: [{ key: 'dedicated', operator: 'Exists' }],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
  },
};

/** Pods of a namespace that has the name. */
function inNamespace(name: string, pods?: Readonly<Record<string, string>>) {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
    ...(pods && { podSelector: { matchLabels: pods } }),
  };
}

/** The neighbours, each as people write it: services of the cluster by their labels, what is outside by its addresses. */
const peers = {
  consul: { peers: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.96.0.0/12'] } }] },
  gws: { peers: [inNamespace('gws', { app: 'gws-ixn' })] },
  statServer: {
    peers: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'stat' } },
        podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['statserver', 'statserver-ha'] }] },
      },
      { podSelector: { matchLabels: { app: 'statserver' } } },
    ],
  },
  configServer: { peers: [inNamespace('conf')] },
  kafka: { peers: [{ ipBlock: { cidr: '10.20.0.0/24' } }], ports: [19_092, 19_093] },
  urs: { peers: [{ namespaceSelector: { matchExpressions: [{ key: 'routing', operator: 'In', values: ['urs'] }] } }] },
  prometheus: { peers: [inNamespace('monitoring')] },
  voiceRq: { peers: [inNamespace('voice', { app: 'voice-rq' })] },
  voiceConfig: { peers: [inNamespace('voice', { app: 'voice-config' })], ports: [18_081] },
  orsRedis: { peers: [{ ipBlock: { cidr: 'fd00:20::/64' } }], ports: [16_379, 16_380, 16_381] },
  ixnDb: { peers: [{ ipBlock: { cidr: '10.30.0.7/32' } }] },
  ixnNodeDb: { peers: [{ ipBlock: { cidr: '10.30.0.8/32' } }] },
  pulse: { peers: [inNamespace('pulse')] },
};

/** A spec that sets every field; where only one of two may stand, the first of them. Laid over the least that a spec says. */
export const fullSpec = {
  platform: 'OpenShift',
  image: {
    registry: 'registry.example.com:5000/mirror',
    pullPolicy: 'Always',
    imagePullSecrets: [{ name: 'pullsecret' }, { name: 'another' }],
  },
  ixnServer: {
    image: { digest },
    replicas: 0,
    ports: { default: 17_120, health: 13_031 },
    confServer: { host: 'confserv.conf.svc.cluster.local', port: 18888, appName: 'InteractionServer' },
    db: {
      host: 'pg.example.com',
      port: 15432,
      name: 'interactions',
      credentialsSecretRef: { name: 'ixn-db-secret-100' },
      sslMode: 'verify-full',
      ca: { configMapKeyRef: { name: 'pg-ca', key: 'root.pem' } },
      provision: { adminSecretRef: { name: 'pg-admin', usernameKey: 'user', passwordKey: 'pass' } },
      connectionString: 'KeepaliveInterval=1;KeepaliveTime=60;',
    },
    dbinit: { enabled: true },
    pulse: {
      statServers: [
        { host: 'pulse-stat-0.pulse.svc.cluster.local', port: 12_060 },
        { host: 'pulse-stat-1.pulse.svc.cluster.local', port: 12_061 },
      ],
    },
    logStorage: { mountPath: '/var/log/ixn', storageSize: '5Gi', storageClassName: 'standard' },
    logSidecar: {
      image: { repository: 'fluent/fluent-bit', tag: '1.8.5', digest },
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } },
    },
    resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { cpu: 2, memory: '2Gi' } },
    terminationGracePeriodSeconds: 300,
    podTemplate,
  },
  ixnNode: {
    image: { digest },
    replicas: 0,
    ports: { default: 16120, health: 13033 },
    consul: { host: 'consul.example.com', port: 18_500, sslMode: true },
    voiceRq: { host: 'voice-rq.voice.svc.cluster.local', port: 9999 },
    configNode: { host: 'voice-config.voice.svc.cluster.local', port: 11_100 },
    redis: {
      nodes: [
        { host: 'redis-0.example.com', port: 16_379 },
        { host: 'fd00:20::1', port: 16_380 },
      ],
      cluster: true,
      secretKeyRef: { name: 'redis-ors-secret', key: 'voice-redis-ors-stream' },
      tls: { enabled: true, rejectUnauthorized: false },
    },
    db: {
      host: 'pg-node.example.com',
      port: 15433,
      name: 'interactions-node',
      credentialsSecretRef: { name: 'ixn-node-db-secret-100' },
      sslMode: 'verify-ca',
      ca: { secretKeyRef: { name: 'pg-node-ca', key: 'ca.crt' } },
      provision: { adminSecretRef: { name: 'pg-node-admin', usernameKey: 'user', passwordKey: 'pass' } },
      options: { keepAlive: false, keepAliveInitialDelayMillis: 60_000 },
    },
    dbinit: { enabled: true },
    settings: { 'node-log-level': 'debug', 'event-batch': '50' },
    storingSessions: { enabled: true },
    resources: { requests: { cpu: '40m', memory: '128Mi' }, limits: { memory: '320Mi' } },
    terminationGracePeriodSeconds: 60,
    podTemplate,
  },
  ixnVQNode: {
    image: { digest },
    replicas: 3,
    autoscaling: {
      minReplicas: 2,
      maxReplicas: 10,
      targetCPUUtilizationPercentage: 70,
      targetMemoryUtilizationPercentage: 85,
    },
    ports: { default: 17122, health: 13039 },
    resources: { requests: { cpu: '30m', memory: '128Mi' }, limits: { memory: '160Mi' } },
    terminationGracePeriodSeconds: 0,
    podTemplate,
  },
  kafka: {
    bootstrapServers: ['kafka-0.example.com:19092', 'kafka-1.example.com:19093'],
    tls: { enabled: true, ca: { secretKeyRef: { name: 'kafka-ca', key: 'ca.crt' } } },
    sasl: { mechanism: 'SCRAM-SHA-256', credentialsSecretRef: { name: 'kafka-user' } },
  },
  consulConnect: { enabled: true },
  networkPolicy: {
    mode: 'Full',
    peers,
    extraIngress: [
      { workload: 'ixnNode', peers: [inNamespace('voice', { app: 'node-probe' })], ports: [16_120] },
      { workload: 'ixnServer', ports: [17_120] },
    ],
    extraEgress: [{ workload: 'ixnVQNode', peers: [{ ipBlock: { cidr: '10.40.0.0/16' } }], ports: [4317, 4318] }],
  },
  monitoring: { mode: 'PodMonitor', labels: { release: 'kube-prometheus-stack' }, intervalSeconds: 15 },
  dependencyChecks: { mode: 'Advisory', intervalSeconds: 30, gateRolloutOn: [16, 17] },
  updatePolicy: {
    progressDeadlineSeconds: 900,
    pause: 'Disruptive',
    maintenanceWindows: [
      { schedule: '30 2 * * SUN', duration: '1h30m', timeZone: 'Europe/Berlin' },
      { schedule: '0 22 L * *', duration: '90m', timeZone: 'UTC' },
    ],
  },
  deletionPolicy: 'Delete',
  deletionProtection: true,
};

/** What is laid over the full spec to choose otherwise. */
export const otherChoices = {
  platform: 'Kubernetes',
  ixnServer: {
    db: { ca: { configMapKeyRef: undefined, secretKeyRef: { name: 'pg-ca', key: 'root.pem' } } },
    dbinit: { enabled: false },
  },
  ixnNode: {
    consul: { host: undefined },
    redis: { nodes: [{ host: 'redis.example.com' }], cluster: false },
    db: { ca: { secretKeyRef: undefined, configMapKeyRef: { name: 'pg-node-ca', key: 'ca.crt' } } },
  },
  ixnVQNode: { autoscaling: undefined },
  kafka: {
    bootstrapServers: undefined,
    secretKeyRef: { name: 'kafka-shared-secret', key: 'kafka-secrets' },
    tls: { ca: { secretKeyRef: undefined, configMapKeyRef: { name: 'kafka-ca', key: 'ca.crt' } } },
  },
  consulConnect: { enabled: false },
  networkPolicy: { mode: 'Ingress' },
  monitoring: { mode: 'Annotations' },
  dependencyChecks: { mode: 'Off' },
  deletionPolicy: 'Retain',
  deletionProtection: false,
};
