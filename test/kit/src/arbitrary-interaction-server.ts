import * as fc from 'fast-check';
import { interactionServer, type RawInteractionServer } from './builders.ts';

/** Any valid InteractionServer, for properties; fields that are optional are there or not. */
export function arbitraryInteractionServer(): fc.Arbitrary<RawInteractionServer> {
  return fc
    .record({ name: dns1035Label, uid: fc.uuid(), generation: fc.integer({ min: 1, max: 1000 }), spec })
    .map(({ spec: anySpec, ...metadata }) => interactionServer({ metadata, spec: anySpec }));
}

const dns1035Label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/);
const objectName = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?([.][a-z0-9]{1,10})?$/);
const host = fc.oneof(fc.domain(), fc.ipV4(), fc.constant('2001:db8::1'));
const port = fc.integer({ min: 1, max: 65_535 });
const quantity = fc.oneof(fc.constantFrom('100m', '1.5', '2Gi', '512Mi'), fc.integer({ min: 0, max: 64 }));
const resourceList = fc.dictionary(fc.constantFrom('cpu', 'memory', 'ephemeral-storage', 'example.com/gpu'), quantity);

const image = fc.record(
  {
    repository: fc.constantFrom('ixn/interaction_server', 'mirror/vendor/ixn.node', 'a'),
    tag: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/),
    digest: fc.stringMatching(/^sha256:[a-f0-9]{64}$/),
  },
  { requiredKeys: ['repository', 'tag'] },
);

/** The fields that all workloads have. */
function workload<Own extends object>(maxReplicas: number, own: fc.Arbitrary<Own>) {
  const common = fc.record(
    {
      image,
      replicas: fc.integer({ min: 0, max: maxReplicas }),
      ports: fc
        .uniqueArray(port, { minLength: 2, maxLength: 2 })
        .map(([first, second]) => ({ default: first, health: second })),
      resources: fc.record({ requests: resourceList, limits: resourceList }, { requiredKeys: [] }),
    },
    { requiredKeys: ['image'] },
  );
  return fc.tuple(common, own).map(([fields, others]) => ({ ...fields, ...others }));
}

const confServer = fc.record({ host, port, appName: fc.string({ minLength: 1, maxLength: 40 }) });
const db = fc.record(
  {
    host,
    port,
    name: fc.stringMatching(/^[A-Za-z0-9_][-A-Za-z0-9_]{0,62}$/),
    credentialsSecretRef: fc.record({ name: objectName }),
  },
  { requiredKeys: ['host', 'credentialsSecretRef'] },
);

const spec = fc.record(
  {
    tenant: fc.record({ id: fc.uuid(), sid: fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,14}[a-z0-9])?$/) }),
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
    ixnServer: workload(1, fc.record({ confServer, db }, { requiredKeys: [] })),
    ixnNode: workload(1, fc.constant({})),
    ixnVQNode: workload(100, fc.constant({})),
    updatePolicy: fc.record({ progressDeadlineSeconds: fc.integer({ min: 30, max: 86_400 }) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['tenant', 'ixnServer', 'ixnNode', 'ixnVQNode'] },
);
