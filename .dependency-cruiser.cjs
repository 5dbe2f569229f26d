// Imports run one way: model <- domain <- flow <- apps. Adapters and the runtime know the model at most; the generic rooms know
// nothing of Interaction Server. A room is opened through its index.ts alone.
const rooms = {
  model: ['connections', 'interaction-server'],
  domain: ['manifests', 'rollout', 'assessment', 'plan', 'import-values'],
  flow: ['reconcile'],
  adapter: ['dependency-checks'],
  generic: ['kube-client', 'controller-runtime', 'telemetry'],
};
const libs = (...names) => `^libs/(${names.join('|')})/`;
const allLibs = Object.values(rooms).flat();
const except = (...names) => libs(...allLibs.filter((name) => !names.includes(name)));

/** What a room may import of the other rooms; everything else is forbidden. */
const allowed = {
  connections: [],
  'interaction-server': ['connections'],
  manifests: rooms.model,
  rollout: [...rooms.model, 'manifests'],
  assessment: rooms.model,
  plan: [...rooms.model, 'manifests', 'rollout', 'assessment'],
  'import-values': [...rooms.model, 'manifests'],
  reconcile: [...rooms.model, ...rooms.domain],
  'dependency-checks': rooms.model,
  'kube-client': [],
  'controller-runtime': ['kube-client'],
  telemetry: [],
};

const pure = [...rooms.model, ...rooms.domain];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(allowed).map(([room, friends]) => ({
      name: `${room}-direction`,
      comment: `libs/${room} may import of the other rooms only: ${friends.join(', ') || 'none'}`,
      severity: 'error',
      from: { path: libs(room), pathNot: '[.](test|testing)[.]ts$' },
      to: { path: `${except(room, ...friends)}|^(apps|test|tools)/` },
    })),
    {
      name: 'through-the-index',
      comment: 'a room is opened through its src/index.ts alone',
      severity: 'error',
      from: { path: '^(?:apps|libs|test)/([^/]+)/' },
      to: { path: '^(?:apps|libs|test)/([^/]+)/src/', pathNot: '^(?:apps|libs|test)/(?:$1/|[^/]+/src/index[.]ts$)' },
    },
    {
      name: 'pure-rooms-do-no-io',
      comment: 'rooms that decide touch no file, network, process or clock of Node',
      severity: 'error',
      from: { path: libs(...pure), pathNot: '[.](test|testing)[.]ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    {
      name: 'pure-rooms-use-kubernetes-types-only',
      comment: 'rooms that decide take Kubernetes types by `import type` alone',
      severity: 'error',
      from: { path: libs(...pure, ...rooms.flow), pathNot: '[.](test|testing)[.]ts$' },
      to: { path: '@kubernetes/client-node', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-without-tests',
      comment: 'libs and apps do not import what is there for tests; the demo shows the control plane',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '[.](test|testing)[.]ts$|^apps/demo/' },
      to: { path: '^test/|[.]testing[.]ts$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: 'specify',
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types'],
      extensions: ['.ts', '.mjs', '.cjs', '.js'],
    },
  },
};
