import * as fc from 'fast-check';
import { withAutoscaling } from './valid-autoscaling.ts';
import { configNode, consul, ixnNodeDb, ixnServerDb, kafka, pulse, redis, voiceRq } from './valid-dependencies.ts';
import { networkPolicy } from './valid-network-policy.ts';
import { validPodTemplate } from './valid-pod-template.ts';
import { updatePolicy } from './valid-update-policy.ts';
import { host, label, labels, objectName, port, text } from './valid-values.ts';

/** Any valid spec of an InteractionServer: every field there or not, with values up to their bounds. */
export function validSpec(): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record(spec, { requiredKeys: ['tenant', 'ixnServer', 'ixnNode', 'ixnVQNode'] }).map(withKafkaPorts);
}

/** In mode Full the ports of Kafka must be said where a Secret has the brokers. */
function withKafkaPorts(given: {
  readonly kafka?: object;
  readonly networkPolicy?: { readonly mode?: string; readonly peers?: object };
}): Readonly<Record<string, unknown>> {
  const bySecret = given.kafka !== undefined && 'secretKeyRef' in given.kafka;
  if (!bySecret || given.networkPolicy?.mode !== 'Full') return { ...given };
  const { peers } = given.networkPolicy;
  const kafkaPeer = { peers: [{ podSelector: {} }], ports: [19_092] };
  return { ...given, networkPolicy: { ...given.networkPolicy, peers: { ...peers, kafka: kafkaPeer } } };
}

const enabled = fc.record({ enabled: fc.boolean() }, { requiredKeys: [] });

const settingName = fc.oneof(fc.stringMatching(/^[a-z][-a-zA-Z0-9._]{0,30}$/), fc.constant('k'.repeat(317)));

const uuid = fc.tuple(fc.uuid(), fc.boolean()).map(([id, upper]) => (upper ? id.toUpperCase() : id));

const image = fc
  .tuple(
    fc.constantFrom('ixn/interaction_server', 'mirror/vendor/ixn.node', 'a', 'a'.repeat(255)),
    fc.constantFrom('tag', 'digest', 'both'),
    fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/),
    fc.stringMatching(/^sha256:[a-f0-9]{64}$/),
  )
  .map(([repository, given, tag, digest]) => ({
    repository,
    ...(given !== 'digest' && { tag }),
    ...(given !== 'tag' && { digest }),
  }));

/** A request and a limit of one resource, the request at most the limit; either may be absent. */
const quantities = fc.record(
  {
    cpu: fc.constantFrom(
      { requests: '100m', limits: 1 },
      { requests: '1.5', limits: '1500m' },
      { requests: 0, limits: 64 },
    ),
    memory: fc.constantFrom({ requests: '1G', limits: '1Gi' }, { limits: 8_589_934_592 }, { requests: '0.5Gi' }),
    'ephemeral-storage': fc.constantFrom({ requests: '1Mi', limits: '1Ei' }, { limits: '20k' }),
    'example.com/gpu': fc.constantFrom({ requests: 2, limits: '2' }, { limits: 1 }),
  },
  { requiredKeys: [] },
);

const resources = quantities.map((byName) => {
  const side = (key: string) =>
    Object.fromEntries(
      Object.entries(byName).flatMap(([name, given]) => {
        const value: unknown = Reflect.get(Object(given), key);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  const [requests, limits] = [side('requests'), side('limits')];
  return {
    ...(Object.keys(requests).length > 0 && { requests }),
    ...(Object.keys(limits).length > 0 && { limits }),
  };
});

const logStorage = fc.record(
  {
    mountPath: fc.constantFrom(
      '/mnt/logs',
      '/var/log/ixn',
      '/l',
      `/${'d'.repeat(254)}`,
      '/tmp/logs',
      '/mnt/env-secretsx',
    ),
    storageSize: fc.constantFrom('5Gi', '1', '0.5Ti', '100M', '1Ei'),
    storageClassName: objectName,
  },
  { requiredKeys: ['storageSize'] },
);

/** The fields that all workloads have, and those of one workload; none of its own is required. */
function workload(container: string, maxReplicas: number, own: Readonly<Record<string, fc.Arbitrary<unknown>>>) {
  return fc.record(
    {
      image,
      replicas: fc.integer({ min: 0, max: maxReplicas }),
      ports: fc
        .uniqueArray(port, { minLength: 2, maxLength: 2 })
        .map(([first, second]) => ({ default: first, health: second })),
      resources,
      terminationGracePeriodSeconds: fc.oneof(fc.constantFrom(0, 3600), fc.integer({ min: 0, max: 3600 })),
      podTemplate: validPodTemplate(container),
      ...own,
    },
    { requiredKeys: ['image'] },
  );
}

const spec = {
  tenant: fc.record({ id: uuid, sid: fc.oneof(label(1, 16), fc.constant('100')) }),
  platform: fc.constantFrom('Kubernetes', 'OpenShift'),
  image: fc.record(
    {
      registry: fc.constantFrom('registry.example.com', 'localhost:5000', 'registry.example.com/mirror'),
      pullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
      imagePullSecrets: fc.uniqueArray(fc.record({ name: objectName }), {
        maxLength: 8,
        selector: (secret) => secret.name,
      }),
    },
    { requiredKeys: [] },
  ),
  ixnServer: workload('ixn-server', 1, {
    confServer: fc.record({ host, port, appName: text(1, 255) }, { requiredKeys: ['host', 'appName'] }),
    db: ixnServerDb,
    dbinit: enabled,
    pulse,
    logStorage,
    logSidecar: fc.record({ image, resources }, { requiredKeys: ['image'] }),
  }),
  ixnNode: workload('ixn-node', 1, {
    consul,
    voiceRq,
    configNode,
    redis,
    db: ixnNodeDb,
    dbinit: enabled,
    settings: fc.dictionary(settingName, text(0, 1024), { maxKeys: 4 }),
    storingSessions: enabled,
  }),
  ixnVQNode: withAutoscaling(workload('vq-node', 100, {})),
  kafka,
  consulConnect: enabled,
  networkPolicy,
  monitoring: fc.record(
    {
      mode: fc.constantFrom('Auto', 'PodMonitor', 'Annotations', 'Off'),
      labels,
      intervalSeconds: fc.oneof(fc.constantFrom(5, 3600), fc.integer({ min: 5, max: 3600 })),
    },
    { requiredKeys: [] },
  ),
  dependencyChecks: fc.record(
    {
      mode: fc.constantFrom('Advisory', 'Off'),
      intervalSeconds: fc.oneof(fc.constantFrom(10, 3600), fc.integer({ min: 10, max: 3600 })),
      gateRolloutOn: fc.subarray([1, 5, 6, 7, 13, 14, 15, 16, 17, 19]),
    },
    { requiredKeys: [] },
  ),
  updatePolicy,
  deletionPolicy: fc.constantFrom('Retain', 'Delete'),
  deletionProtection: fc.boolean(),
};
