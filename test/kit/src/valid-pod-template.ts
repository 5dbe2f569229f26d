import * as fc from 'fast-check';

/** Any podTemplate that the API server takes once it is laid over the pods of a workload with a container of this name. */
export function validPodTemplate(container: string): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record({ metadata, spec: podSpec(container) }, { requiredKeys: [] });
}

const labelKey = fc.oneof(
  fc.stringMatching(/^[a-z]{1,8}$/),
  fc.stringMatching(/^[a-z]{1,8}[.]example[.]com\/[A-Za-z0-9]{1,8}$/),
  fc.constantFrom(`${'d'.repeat(63)}.example/${'k'.repeat(63)}`, 'app.kubernetes.io/part-of'),
);
const metadata = fc.record(
  {
    labels: fc.dictionary(labelKey, fc.oneof(fc.stringMatching(/^[A-Za-z0-9]{0,20}$/), fc.constant('v'.repeat(63))), {
      maxKeys: 4,
    }),
    annotations: fc.dictionary(labelKey, fc.oneof(fc.string(), fc.constant('long '.repeat(1000))), { maxKeys: 3 }),
  },
  { requiredKeys: [] },
);

const environment = fc.uniqueArray(
  fc.oneof(
    fc.record({ name: fc.stringMatching(/^[A-Z][A-Z_]{0,8}$/), value: fc.string() }),
    fc.constant({ name: 'NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }),
  ),
  { maxLength: 4, selector: ({ name }) => name },
);

function podSpec(container: string): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const ownContainer = fc
    .record(
      {
        env: environment,
        livenessProbe: fc.constantFrom({ periodSeconds: 30 }, null, { httpGet: null, tcpSocket: { port: 'health' } }),
        securityContext: fc.constantFrom(
          { $patch: 'replace', runAsNonRoot: true },
          { capabilities: { add: ['SYS_TIME'] } },
        ),
        volumeMounts: fc.constant([{ mountPath: '/tmp', readOnly: false }]),
      },
      { requiredKeys: [] },
    )
    .map((fields) => ({ name: container, ...fields }));
  const added = { name: 'added', image: 'registry.example.com/added:1', args: ['--flag'] };
  const order = { '$setElementOrder/containers': [{ name: container }, { name: 'added' }] };
  return fc
    .tuple(
      fc.record(placement, { requiredKeys: [] }),
      fc.oneof(
        fc.constant({}),
        ownContainer.map((own) => ({ containers: [own] })),
        fc.constant({ containers: [added] }),
        ownContainer.map((own) => ({ ...order, containers: [own, added] })),
      ),
    )
    .map(([fields, containers]) => ({ ...fields, ...containers }));
}

const zone = 'topology.kubernetes.io/zone';

/** Fields of a pod's spec that have nothing to do with each other. */
const placement = {
  priorityClassName: fc.constant('contact-centre'),
  nodeSelector: fc.constantFrom({ disk: 'ssd' }, { 'kubernetes.io/os': 'linux' }),
  tolerations: fc.constantFrom([], [{ key: 'dedicated', operator: 'Equal', value: 'voice', effect: 'NoSchedule' }]),
  affinity: fc.constant({
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { topologyKey: zone, labelSelector: { matchLabels: { a: 'b' } } } },
      ],
    },
  }),
  topologySpreadConstraints: fc.constant([
    { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { a: 'b' } } },
  ]),
  securityContext: fc.constantFrom({ fsGroup: null }, { runAsUser: 1000 }, { supplementalGroups: [1, 2] }, null),
  hostAliases: fc.constant([{ ip: '10.0.0.1', hostnames: ['db'] }]),
  dnsConfig: fc.constant({ options: [{ name: 'ndots', value: '1' }] }),
  imagePullSecrets: fc.constant([{ name: 'another' }]),
  serviceAccountName: fc.constant('another'),
  terminationGracePeriodSeconds: fc.constantFrom(0, 10),
  volumes: fc.constantFrom(
    [{ name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
    [{ name: 'added', configMap: { name: 'added' } }],
    [{ name: 'tmp', $retainKeys: ['name', 'ephemeral'], ephemeral: { volumeClaimTemplate: claimTemplate() } }],
  ),
};

function claimTemplate() {
  return { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
}
