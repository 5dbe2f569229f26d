import type { CheckResults } from '@ixn/assessment';
import { connectionChecks, type DependencyVerdict, type Workload } from '@ixn/connections';
import type { ResolvedInstance } from '@ixn/manifests';
import type { CheckedPod, Observation, Ports } from './ports.ts';

/** What is known of the connections of an instance, by their numbers: all that `watched` is about, from now on. */
export function observeDependencies(
  { namespace, name, spec, table, context }: ResolvedInstance,
  existing: Observation['workloads'],
  referencesVersion: string,
  { dependencies }: Pick<Ports, 'dependencies'>,
): ReadonlyMap<number, DependencyVerdict> {
  const ref = { namespace, name };
  const { mode, intervalSeconds } = spec.dependencyChecks;
  if (mode === 'Off') {
    dependencies.forget(ref);
    return new Map();
  }
  const podsOf = (workload: Workload) => (existing[workload]?.pods ?? []).flatMap(checkedPod);
  return dependencies.observe(ref, {
    checks: connectionChecks(table, context),
    intervalMs: intervalSeconds * 1000,
    referencesVersion,
    pods: { ixnServer: podsOf('ixnServer'), ixnNode: podsOf('ixnNode'), ixnVQNode: podsOf('ixnVQNode') },
  });
}

/** What assess is told of it. */
export function checkResults({ spec }: ResolvedInstance, known: ReadonlyMap<number, DependencyVerdict>): CheckResults {
  return spec.dependencyChecks.mode === 'Off' ? 'Off' : known;
}

type ObservedPods = NonNullable<Observation['workloads'][Workload]>['pods'];

function checkedPod({ name, ip, hostIp, ready, terminating }: ObservedPods[number]): readonly CheckedPod[] {
  return terminating ? [] : [{ name, ip, hostIp, ready }];
}
