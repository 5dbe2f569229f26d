import type { V1PodSpec } from '@kubernetes/client-node';
import { selectorLabels } from '../labels.ts';
import type { ResolvedInstance, ResolvedWorkload } from '../resolve.ts';

/**
 * Where the pods of a workload should run: those of VQ Node on different nodes and in different zones, as far as there is room.
 * It says so for one pod too, so that a change of their number changes no template. A pod that is alone has nobody to keep away
 * from.
 *
 * Zones are no second constraint of the spread: the scheduler passes over every node that lacks a label of one of them, so
 * that a cluster without zones would not spread at all (kubernetes#102136).
 */
export function placement(
  instance: ResolvedInstance,
  workload: ResolvedWorkload,
): Pick<V1PodSpec, 'affinity' | 'topologySpreadConstraints'> {
  if (workload.workload !== 'ixnVQNode') return {};
  const others = {
    labelSelector: { matchLabels: { ...selectorLabels(instance.name, workload.workload) } },
    // The pods of one revision alone count: those that an update takes away must not push the new ones together.
    matchLabelKeys: ['pod-template-hash'],
  };
  return {
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          // Kubernetes 1.30 drops matchLabelKeys here, and counts all.
          { weight: 100, podAffinityTerm: { topologyKey: 'topology.kubernetes.io/zone', ...others } },
        ],
      },
    },
    topologySpreadConstraints: [
      { topologyKey: 'kubernetes.io/hostname', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', ...others },
    ],
  };
}
