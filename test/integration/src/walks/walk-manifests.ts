import { type Workload, workloads } from '@ixn/connections';
import { directiveAnnotations } from '@ixn/interaction-server';
import type { Model, ReferencedObject, ReferenceName } from './model.ts';

export const instanceName = 'walker';

/** What a resource says that the model does not know. */
export interface InstanceFacts {
  readonly tenantId: string;
  /** The node that the pods are bound to; undefined for any node. */
  readonly node: string | undefined;
  readonly applyPending: string | undefined;
}

/** The label and taint of a node that belongs to one walk. */
export const nodeKey = 'example.com/walk';

/** The custom resource as the user of a walk has it. */
export function instanceManifest(model: Model, { tenantId, node, applyPending }: InstanceFacts) {
  const { pause, memory, replicas, tags } = model;
  const annotations = {
    ...(pause.annotation !== 'None' && { [directiveAnnotations.pause]: pause.annotation }),
    ...(applyPending !== undefined && { [directiveAnnotations.applyPending]: applyPending }),
  };
  const common = (workload: Workload) => ({
    image: { repository: `ixn/${workload.toLowerCase()}`, tag: tags[workload] },
    replicas: replicas[workload],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: `${memory[workload]}Mi` } },
    ...podTemplate(model, workload, node),
  });
  return {
    apiVersion: 'ixn.operators.dev/v1alpha1',
    kind: 'InteractionServer',
    metadata: { name: instanceName, annotations },
    spec: {
      tenant: { id: tenantId, sid: '100' },
      image: { registry: 'registry.example.com' },
      ixnServer: {
        ...common('ixnServer'),
        ports: { default: model.ixnPort },
        confServer: { host: 'confserv.example.com', appName: 'InteractionServer' },
        db: {
          host: 'pg.example.com',
          credentialsSecretRef: { name: 'ixn-db' },
          sslMode: 'verify-full',
          ca: { configMapKeyRef: { name: 'pg-ca', key: 'ca.crt' } },
        },
        logStorage: { mountPath: '/mnt/logs', storageSize: '1Gi' },
      },
      ixnNode: {
        ...common('ixnNode'),
        settings: { 'log-level': model.level },
        db: { host: 'pg.example.com', credentialsSecretRef: { name: 'node-db' } },
      },
      ixnVQNode: { ...common('ixnVQNode'), ports: { default: model.vqPort } },
      kafka: { secretKeyRef: { name: 'kafka', key: 'kafka-secrets' } },
      networkPolicy: { mode: model.policy, peers: { kafka } },
      updatePolicy: { pause: pause.spec, ...windows(model) },
    },
  };
}

/** What the mode Full has to know, as the Secret does not say it. */
const kafka = { peers: [{ ipBlock: { cidr: '10.20.0.0/24' } }], ports: [9092] };

function podTemplate(model: Model, workload: Workload, node: string | undefined) {
  const isRefused = model.refused && workload === 'ixnVQNode';
  if (node === undefined && !isRefused) return {};
  const spec = {
    ...(node !== undefined && {
      nodeSelector: { [nodeKey]: node },
      tolerations: [{ key: nodeKey, operator: 'Exists', effect: 'NoSchedule' }],
    }),
    ...(isRefused && { containers: [{ name: 'vq-node', imagePullPolicy: 'Sometimes' }] }),
  };
  return { podTemplate: { spec } };
}

/** Of real time, as the operator has no other: one that is always open, or one that opens in half a year. */
function windows({ window }: Model) {
  const month = ((new Date().getUTCMonth() + 6) % 12) + 1;
  switch (window) {
    case 'none':
      return {};
    case 'open':
      return { maintenanceWindows: [{ schedule: '* * * * *', duration: '2h' }] };
    case 'closed':
      return { maintenanceWindows: [{ schedule: `0 2 1 ${month} *`, duration: '1h' }] };
  }
}

/** A Secret or ConfigMap of the user; undefined where it is away. */
export function referenceManifest(name: ReferenceName, { state, value, unused, label }: ReferencedObject) {
  if (state === 'missing') return undefined;
  const [first, ...others] = keysOf[name];
  const keys = state === 'present' ? keysOf[name] : others;
  const texts = [...keys.map((key) => [key, `${key} ${value}`] as const), ['unused', String(unused)] as const];
  const metadata = { name, labels: { 'example.com/label': String(label) } };
  if (first === 'ca.crt') return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: Object.fromEntries(texts) };
  // Not as stringData, of which the API server forgets that a key was taken out.
  const data = Object.fromEntries(texts.map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
  return { apiVersion: 'v1', kind: 'Secret', metadata, data };
}

const keysOf: Readonly<Record<ReferenceName, readonly [string, ...string[]]>> = {
  'ixn-db': ['password', 'username'],
  'node-db': ['password', 'username'],
  kafka: ['kafka-secrets'],
  'pg-ca': ['ca.crt'],
};

const suffixes = { ixnServer: 'ixn', ixnNode: 'ixn-node', ixnVQNode: 'vq-node' } as const;

/** The name of a workload's objects. */
export function objectName(workload: Workload): string {
  return `${instanceName}-${suffixes[workload]}`;
}

export function resourceOf(workload: Workload): 'statefulsets' | 'deployments' {
  return workload === workloads[0] ? 'statefulsets' : 'deployments';
}
