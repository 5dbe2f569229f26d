import { isMap, isScalar, parseDocument, stringify, type YAMLMap } from 'yaml';
import { page, table, wrap } from '../markdown.ts';
import { deployFile } from './base.ts';
import { chartSettings } from './values-schema.ts';

/** A value of the chart, as its README lists it. */
export interface ValueRow {
  /** Such as `image.tag`. */
  readonly path: string;
  readonly defaultText: string;
  /** What the comment above it says; empty where there is none. */
  readonly meaning: string;
}

/** Every value that values.yaml explains by a comment that begins with `--`, in its order. */
export function valueRows(text: string): readonly ValueRow[] {
  const { contents } = parseDocument(text);
  if (!isMap(contents)) throw new Error('the values are no map');
  return rowsOf(contents, []);
}

function rowsOf(map: YAMLMap, path: readonly string[]): readonly ValueRow[] {
  return map.items.flatMap(({ key, value }, index) => {
    if (!isScalar(key)) return [];
    const here = [...path, String(key.value)];
    // The comment above the first entry of a map is that of the map itself.
    const comment = key.commentBefore ?? (index === 0 ? map.commentBefore : undefined) ?? '';
    const [, meaning] = /(?:^|\n) -- ((?:.|\n)*)$/.exec(comment) ?? [];
    if (meaning === undefined) return isMap(value) ? rowsOf(value, here) : [row(here, value, '')];
    return [row(here, value, meaning.replaceAll(/\n */g, ' '))];
  });
}

function row(path: readonly string[], value: unknown, meaning: string): ValueRow {
  const defaultText = stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
  return { path: path.join('.'), defaultText, meaning };
}

/** The README of the chart. */
export function chartReadme(): string {
  const rows = valueRows(deployFile('chart/interaction-server-operator/values.yaml'));
  return page('tools/deploy/chart-readme.ts and values.yaml', [
    '# interaction-server-operator',
    'Runs Interaction Servers from InteractionServer resources. Kubernetes 1.30 or newer, Helm 3.17 or newer.',
    '```sh\nhelm install interaction-server-operator deploy/chart/interaction-server-operator \\\n' +
      '  --namespace ixn-operator --create-namespace \\\n  --set image.repository=REGISTRY/interaction-server-operator\n```',
    wrap(
      'Label the namespace `pod-security.kubernetes.io/enforce: restricted`: the operator needs no more. Metrics stand at ' +
        '`/metrics` on port 8080 of each pod; two pods run, and one of them works.',
    ),
    ...scopes,
    ...definition,
    ...metrics,
    '## Values',
    table(
      ['value', 'default', 'meaning'],
      rows.map(({ path, defaultText, meaning }) => [`\`${path}\``, `\`${defaultText}\``, meaning]),
    ),
    '### settings',
    'Each becomes a flag of the operator; what is absent keeps its default.',
    table(
      ['value', 'flag', 'meaning'],
      [...chartSettings()].map(([name, { name: flag, value, help }]) => [
        `\`settings.${name}\``,
        `\`--${flag} ${value.replaceAll('|', '\\|')}\``,
        help,
      ]),
    ),
  ]);
}

const scopes = [
  '## All namespaces, or some',
  wrap(
    'Without `namespaces` one operator runs the InteractionServers of the whole cluster. With them, it runs those of the ' +
      'namespaces named, and its rights are bound in these alone; what is left on the cluster are the right to look at three ' +
      'objects by their names (the definition of PodMonitor, the policy of deletion protection and its binding), which ' +
      '`rbac.clusterReads: false` takes away. A cluster may have several such releases, of different names; one of them ' +
      'installs what there is once in a cluster, the others say:',
  ),
  '```yaml\nnamespaces: [voice]\ncrds: { install: false }\ndeletionProtection: { install: false }\n```',
];

const definition = [
  '## The definition of InteractionServer',
  wrap(
    'The CRD is a template of the chart, so that `helm upgrade` upgrades it: what lies in the folder `crds/` of a chart, Helm ' +
      'installs once and never again. It is applied before the operator is, and an older operator works with a newer CRD. ' +
      '`helm uninstall` leaves it, as with the CRD every InteractionServer would go (`crds.keep`); the next `helm install` of the ' +
      'same release name takes it over again. A `helm rollback` brings the older CRD back: fields that only the newer one knows ' +
      'are then dropped from a resource when it is next written.',
  ),
  wrap(
    'Where the CRD was installed by kubectl, or by a release of another name, say once whose it is from now on: ' +
      '`helm upgrade --install --take-ownership ...`, and with Helm 4 also `--force-conflicts`. Whoever manages definitions apart sets `crds.install: false` and applies ' +
      '`crds/` before each upgrade of the chart: `kubectl apply --server-side -f crds/`.',
  ),
];

const metrics = [
  '## Who may read metrics',
  wrap(
    'With `metrics.authentication: None` whoever reaches the port may; `networkPolicy.metricsFrom` says who that is. With ' +
      '`KubeRBACProxy` the operator listens on loopback alone, and a proxy beside it serves HTTPS on port 8443 to those whose ' +
      'token the API server knows and whom a role lets `get` the URL `/metrics`: bind the ClusterRole `NAME-metrics` to the ' +
      'ServiceAccount of Prometheus. Health stays open to the kubelet.',
  ),
];
