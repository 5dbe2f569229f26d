import { resourceWords, type Right, rights, type RightScope } from '@ixn/operator';
import { page, table, wrap } from './markdown.ts';

const places: Readonly<Record<RightScope, string>> = {
  instances: 'wherever instances are run',
  cluster: 'on objects that are in no namespace',
  lease: 'in the namespace of the Lease',
  own: "in the operator's own namespace",
};

/** docs/rights.md: every right of the operator, where it is given, and why. */
export function rightsPage(): string {
  return page('apps/operator/src/rights.ts', [
    '# Rights of the operator',
    wrap(
      'Every right that the operator needs, and no other: the roles of [deploy/operator](../deploy/operator), of the overlays, ' +
        'of `install.yaml` and of the chart are written from this list. `npm test` runs the operator under exactly these rights, ' +
        "and `npm run e2e` does so in a real cluster; both read the API server's audit log afterwards and fail when a request " +
        'was forbidden or a right was not used. What every authenticated client may do is not in the list: ask for the version ' +
        'and the description of the API.',
    ),
    ...Object.entries(places).flatMap(([scope, place]) => [
      `## ${place[0]?.toUpperCase()}${place.slice(1)}`,
      table(['resources', 'verbs', 'why'], rights.filter((right) => right.scope === scope).map(rowOf)),
    ]),
    wrap(
      'The operator of some namespaces (`--namespaces`) has the first part in these alone. The second part may be left out ' +
        'then (`rbac.clusterReads: false`): it then takes the cluster to know no PodMonitors, and says of deletion protection that it ' +
        'cannot see whether it is enforced. See [security](security.md#what-the-operator-may-do).',
    ),
  ]);
}

function rowOf({ on, names, verbs, why }: Right): readonly string[] {
  const resources = on.map((target) => `\`${resourceWords(target)}\``).join(', ');
  const bound = names === undefined ? '' : ` of the name ${names.map((name) => `\`${name}\``).join(', ')}`;
  return [resources + bound, verbs.join(', '), why];
}
