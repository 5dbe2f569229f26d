import * as fc from 'fast-check';
import { validPodTemplate } from './valid-pod-template.ts';

/** Any valid spec of an InteractionServer: every field there or not, with values up to their bounds. */
export function validSpec(): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.record(
    {
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
        db,
        logStorage,
        logSidecar: fc.record({ image, resources }, { requiredKeys: ['image'] }),
      }),
      ixnNode: workload('ixn-node', 1, {}),
      ixnVQNode: workload('vq-node', 100, {}),
      updatePolicy: fc.record(
        { progressDeadlineSeconds: fc.oneof(fc.constantFrom(30, 86_400), fc.integer({ min: 30, max: 86_400 })) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['tenant', 'ixnServer', 'ixnNode', 'ixnVQNode'] },
  );
}

const uuid = fc.tuple(fc.uuid(), fc.boolean()).map(([id, upper]) => (upper ? id.toUpperCase() : id));

function text(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.oneof(fc.string({ minLength, maxLength: Math.min(maxLength, 40) }), fc.constant('x'.repeat(maxLength)));
}

/** Lower-case letters, digits and - in between, of any length up to the longest, which comes often. */
function label(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const middle = fc.stringMatching(new RegExp(`^[-a-z0-9]{${minLength},${maxLength}}$`));
  return fc.oneof(middle, fc.constant('a'.repeat(maxLength))).map((value) => value.replaceAll(/^-+|-+$/g, 'x'));
}

const objectName = fc.oneof(
  fc.tuple(label(1, 20), label(1, 10)).map((parts) => parts.join('.')),
  label(1, 253),
);
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.constantFrom('2001:db8::1', 'a', 'trailing.dot.', 'with_underscore.example', `${'a'.repeat(62)}.`.repeat(4)),
);
const port = fc.oneof(fc.constantFrom(1, 65_535), fc.integer({ min: 1, max: 65_535 }));

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

const db = fc.record(
  {
    host,
    port,
    name: fc.stringMatching(/^[A-Za-z0-9_][-A-Za-z0-9_]{0,62}$/),
    credentialsSecretRef: fc.record({ name: objectName }),
  },
  { requiredKeys: ['host', 'credentialsSecretRef'] },
);

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
