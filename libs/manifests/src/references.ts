import { type Connection, type ConnectionContext, connections, type Workload } from '@ixn/connections';
import type { InteractionServer } from '@ixn/interaction-server';
import { connectionContext, workloadWiring } from './wiring.ts';

/** A Secret or ConfigMap of the user that the pods of a workload need. */
export interface Reference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** read: its containers read it · pull: the kubelet pulls its images with it. */
  readonly use: 'read' | 'pull';
  /** The keys in use, sorted; none where it has but to exist. */
  readonly keys: readonly string[] | 'all';
  /** Whether the pods start without it, too. */
  readonly optional: boolean;
}

/** What each workload of an instance needs of Secrets and ConfigMaps. Deterministic, each reference once. */
export function referencesOf(
  instance: InteractionServer,
  table: readonly Connection[] = connections,
): Readonly<Record<Workload, readonly Reference[]>> {
  const context = connectionContext(instance);
  const of = (workload: Workload) => distinct([...mounted(instance, workload, table, context), ...pulled(instance)]);
  return { ixnServer: of('ixnServer'), ixnNode: of('ixnNode'), ixnVQNode: of('ixnVQNode') };
}

function mounted(
  instance: InteractionServer,
  workload: Workload,
  table: readonly Connection[],
  context: ConnectionContext,
): readonly Reference[] {
  return workloadWiring(instance, workload, table, context).mounts.map(({ kind, name, items }) => {
    const keys = items.map(({ key }) => key).toSorted();
    return { kind, name, use: 'read', keys, optional: false };
  });
}

function pulled({ spec }: InteractionServer): readonly Reference[] {
  return (spec.image.imagePullSecrets ?? []).map(({ name }) => {
    return { kind: 'Secret', name, use: 'pull', keys: [], optional: false };
  });
}

function distinct(references: readonly Reference[]): readonly Reference[] {
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}
