import { fullInteractionServer, validSpec } from '@ixn/test-kit';
import * as fc from 'fast-check';

type Fields = Readonly<Record<string, unknown>>;

/** A field of a spec, by its path, and what it is to be; undefined to take it away. */
interface Edit {
  readonly path: string;
  readonly value: unknown;
}

/** What a user changes in one go. */
export type SpecChange = readonly Edit[];

/** The fields of any valid spec in which one changes to something that pods can be made of here. */
const generated = [
  'ixnServer.pulse',
  'ixnServer.confServer',
  'ixnNode.consul',
  'ixnNode.voiceRq',
  'ixnNode.configNode',
  'ixnNode.redis',
  'ixnNode.settings',
  'ixnNode.storingSessions',
  'kafka',
  'consulConnect',
  'networkPolicy',
  'monitoring',
  'platform',
];

const ports = fc
  .tuple(fc.integer({ min: 7000, max: 7100 }), fc.integer({ min: 7101, max: 7200 }))
  .map(([own, health]) => ({ default: own, health }));

/** A Deployment with the second of these is refused by the API server. */
const podTemplate = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(undefined, { metadata: { labels: { team: 'voice' } } }) },
  { weight: 1, arbitrary: fc.constant({ spec: { containers: [{ name: 'beside' }] } }) },
);

const chosen: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'ixnServer.ports': ports,
  'ixnNode.ports': ports,
  'ixnVQNode.ports': ports,
  'ixnServer.terminationGracePeriodSeconds': fc.integer({ min: 0, max: 3 }),
  'ixnServer.logStorage': fc.constantFrom({ storageSize: '1Gi' }, undefined),
  'ixnServer.logSidecar': fc.constantFrom({ image: { repository: 'log', tag: '1' } }, undefined),
  'ixnServer.podTemplate': podTemplate,
  'ixnNode.podTemplate': podTemplate,
  'ixnVQNode.podTemplate': podTemplate,
  'ixnVQNode.autoscaling': fc.constantFrom({ minReplicas: 2, maxReplicas: 3 }, undefined),
  'image.pullPolicy': fc.constantFrom('Always', 'IfNotPresent'),
  'image.imagePullSecrets': fc.constantFrom([{ name: 'pull' }], undefined),
  deletionPolicy: fc.constantFrom('Retain', 'Delete'),
  // No change that the API server takes.
  'tenant.sid': fc.constant('101'),
};

/** What stops a workload, so that nothing of it restarts; mostly it is started again. */
const stopping: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'ixnServer.replicas': fc.constantFrom(1, 1, 1, 0),
  'ixnNode.replicas': fc.constantFrom(1, 1, 1, 0),
  'ixnVQNode.replicas': fc.constantFrom(1, 2, 3, 0),
};

/** What goes when; a pause or a window, which opens in leap years alone, ends with the next change in most cases. */
const updatePolicy: fc.Arbitrary<Edit> = fc
  .constantFrom(
    {},
    {},
    {},
    {},
    { pause: 'Disruptive' },
    { pause: 'All' },
    { maintenanceWindows: [{ schedule: '0 0 29 2 *', duration: '1m' }] },
  )
  .map((value) => ({ path: 'updatePolicy', value }));

const tags = ['ixnServer', 'ixnNode', 'ixnVQNode'].map((workload) => `${workload}.image.tag`);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ path: fc.constantFrom(...tags), value: fc.stringMatching(/^v[1-9]$/) }) },
  {
    weight: 10,
    arbitrary: fc.record({ path: fc.constantFrom(...generated), spec: validSpec() }).map(({ path, spec }) => {
      return { path, value: valueAt(spec, path) ?? valueAt(fullInteractionServer().spec, path) };
    }),
  },
  { weight: 10, arbitrary: editOf(chosen) },
  { weight: 5, arbitrary: editOf(stopping) },
);

function editOf(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Edit> {
  return fc.oneof(...Object.entries(fields).map(([path, value]) => fc.record({ path: fc.constant(path), value })));
}

/** Changes of a spec, one or more fields in a go: mostly such as are valid one after the other. */
export const specChange: fc.Arbitrary<SpecChange> = fc
  .tuple(fc.uniqueArray(edit, { minLength: 1, maxLength: 3, selector: ({ path }) => path }), updatePolicy)
  .map(([edits, policy]) => [...edits, policy]);

/** The spec with the change made. */
export function changeSpec(spec: Fields, change: SpecChange): Fields {
  return change.reduce((before, { path, value }) => withValue(before, path.split('.'), value), spec);
}

function withValue(fields: Fields, [name = '', ...rest]: readonly string[], value: unknown): Fields {
  const { [name]: before, ...others } = fields;
  const after = rest.length === 0 ? value : withValue(Object(before ?? {}), rest, value);
  return after === undefined ? others : { ...others, [name]: after };
}

function valueAt(fields: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => Object(value ?? {})[name], fields);
}
