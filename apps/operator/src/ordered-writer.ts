import type { ChildKind } from '@ixn/manifests';
import type { ClusterWriter } from '@ixn/reconcile';
import type { Turns } from './turns.ts';

/** What is written first when many instances wait; every other object comes between these and the workloads. */
const firstKinds = [
  'ServiceAccount',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Service',
  'NetworkPolicy',
] as const satisfies readonly ChildKind[];
const workloadKinds: ReadonlySet<string> = new Set<ChildKind>(['StatefulSet', 'Deployment']);
const ranks = { first: 0, other: firstKinds.length, workload: firstKinds.length + 1, status: firstKinds.length + 2 };

/**
 * The same writes, each in its turn. Where many instances are worked on at a time, those that begin get what is cheap to make
 * before others get pods, which keep the cluster busy for long; how things stand is told when there is nothing else to write.
 * The order within an instance is its own and stays.
 */
export function inTurns(writer: ClusterWriter, turns: Turns): ClusterWriter {
  return {
    ...writer,
    apply: (object, mode) => turns.take(rankOf(object.kind), () => writer.apply(object, mode)),
    tryApply: (object, mode) => turns.take(ranks.first, () => writer.tryApply(object, mode)),
    remove: (child) => turns.take(ranks.first, () => writer.remove(child)),
    removePod: (pod) => turns.take(ranks.first, () => writer.removePod(pod)),
    reportStatus: (resource, status) => turns.take(ranks.status, () => writer.reportStatus(resource, status)),
  };
}

/** The place of a kind among those that wait, from 0. */
export function rankOf(kind: string): number {
  if (workloadKinds.has(kind)) return ranks.workload;
  const place = firstKinds.findIndex((first) => first === kind);
  return place === -1 ? ranks.other : place;
}
