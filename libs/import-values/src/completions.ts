import { type Workload, workloads } from '@ixn/connections';
import type { ResourceBuilder } from './build-resource.ts';
import type { DatabaseWorkload, Facts } from './facts.ts';
import { dotted, formatPath, type Path } from './value-tree.ts';
import { sharedSecrets } from './volumes.ts';

/** What no value says, as the chart has it by itself. */
export interface Assumption {
  /** Such as `spec.ixnServer.image.repository`. */
  readonly path: string;
  readonly value: string;
}

/** The repositories of the vendor's images; a tag is never chosen by default. */
const repositories = {
  ixnServer: 'ixn/interaction_server',
  ixnNode: 'ixn/ixn_node',
  ixnVQNode: 'ixn/ixn_vq_node',
} as const satisfies Record<Workload, string>;

const databaseWorkloads: readonly DatabaseWorkload[] = ['ixnServer', 'ixnNode'];

/** Sets what the chart says where the values are silent, and tells what that was. */
export function complete({ has, set }: ResourceBuilder, { databaseSecrets }: Facts): readonly Assumption[] {
  const wanted: readonly (readonly [below: Path, path: Path, value: string])[] = [
    ...workloads.map((workload) => [[], [workload, 'image', 'repository'], repositories[workload]] as const),
    ...databaseWorkloads.map(
      (workload) =>
        [[workload, 'db'], [workload, 'db', 'credentialsSecretRef', 'name'], databaseSecrets[workload]] as const,
    ),
    ...sharedSecrets.map(({ settings, key }) => {
      const reference = [...dotted(settings), 'secretKeyRef'];
      return [reference, [...reference, 'key'], key] as const;
    }),
  ];
  return wanted
    .filter(([below, path]) => (below.length === 0 || has(below)) && !has(path))
    .map(([, path, value]) => {
      set({ path, value });
      return { path: `spec.${formatPath(path)}`, value };
    });
}
