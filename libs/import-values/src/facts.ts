import type { Workload } from '@ixn/connections';
import { type VolumeFacts, volumeFacts } from './volumes.ts';
import { nodeAt, type Path, textIn, type ValueNode } from './value-tree.ts';

/** What a rule may have to know of the values as a whole. */
export interface Facts {
  readonly tenantId: string | undefined;
  readonly sid: string;
  readonly platform: 'Kubernetes' | 'OpenShift';
  /** Names of the Secrets with the users of the databases. */
  readonly databaseSecrets: Readonly<Record<DatabaseWorkload, string>>;
  readonly volumes: VolumeFacts;
  /** Whether the values say that metrics are collected of any workload; undefined where they say nothing. */
  readonly monitored: boolean | undefined;
  /** The text at a path; undefined where there is none. */
  readonly text: (path: Path) => string | undefined;
}

export type DatabaseWorkload = Exclude<Workload, 'ixnVQNode'>;

/** Where a workload's values stand in the chart. */
export const helmPrefixes = {
  ixnServer: 'ixnService.ixnServer',
  ixnNode: 'ixnService.ixnNode',
  ixnVQNode: 'ixnVQNode',
} as const satisfies Record<Workload, string>;

/** How the chart calls the Secrets of the databases, before the sid. */
const databaseSecretPrefixes = { ixnServer: 'ixn-db-secret', ixnNode: 'ixn-node-db-secret' } as const;

/** Where charts say whom pods run as. */
export const securityContextPaths: readonly Path[] = ['', ...Object.values(helmPrefixes), 'ixnService'].flatMap(
  (prefix) =>
    ['securityContext', 'podSecurityContext', 'containerSecurityContext'].map((name) =>
      [...prefix.split('.'), name].filter((part) => part !== ''),
    ),
);

export function factsOf(values: ValueNode): Facts {
  const sid = textIn(values, 'tenant', 'sid') ?? '';
  const secretOf = (workload: DatabaseWorkload) => {
    const said = textIn(values, ...helmPrefixes[workload].split('.'), 'secrets', 'db', 'secretName');
    return said ?? `${databaseSecretPrefixes[workload]}-${sid}`;
  };
  return {
    tenantId: textIn(values, 'tenant', 'id'),
    sid,
    platform: isOpenShift(values) ? 'OpenShift' : 'Kubernetes',
    databaseSecrets: { ixnServer: secretOf('ixnServer'), ixnNode: secretOf('ixnNode') },
    volumes: volumeFacts(values),
    monitored: monitoredIn(values),
    text: (path) => textIn(values, ...path),
  };
}

/** OpenShift chooses the user by itself, in group 0, and takes no other. */
function isOpenShift(values: ValueNode): boolean {
  return securityContextPaths.some((path) => {
    const context = nodeAt(values, path);
    return textIn(context, 'runAsGroup') === '0' && textIn(context, 'runAsUser') === undefined;
  });
}

function monitoredIn(values: ValueNode): boolean | undefined {
  const said = ['ixnService', 'ixnVQNode'].flatMap((scope) => {
    return textIn(values, scope, 'prometheus', 'monitoringService', 'enabled') ?? [];
  });
  return said.length === 0 ? undefined : said.some((text) => text.toLowerCase() === 'true');
}
