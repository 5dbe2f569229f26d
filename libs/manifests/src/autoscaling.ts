import type { InteractionServer } from '@ixn/interaction-server';
import type { ResolvedWorkload } from './resolve.ts';

/** How an autoscaler changes the number of pods of a workload. */
export interface Autoscaling {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly targets: readonly UtilizationTarget[];
}

/** What the pods should use on average, in percent of what they ask for. */
export interface UtilizationTarget {
  readonly resource: 'cpu' | 'memory';
  readonly percentage: number;
}

/** What Kubernetes itself aims at when a HorizontalPodAutoscaler names no target. */
const defaultTarget: UtilizationTarget = { resource: 'cpu', percentage: 80 };

/** The autoscaling of VQ Node, with a target at least; undefined where the spec asks for none. */
export function autoscaling({ spec }: InteractionServer): Autoscaling | undefined {
  const asked = spec.ixnVQNode.autoscaling;
  if (asked === undefined) return undefined;
  const {
    minReplicas,
    maxReplicas,
    targetCPUUtilizationPercentage: cpu,
    targetMemoryUtilizationPercentage: memory,
  } = asked;
  const targets: readonly UtilizationTarget[] = [
    ...(cpu === undefined ? [] : [{ resource: 'cpu', percentage: cpu } as const]),
    ...(memory === undefined ? [] : [{ resource: 'memory', percentage: memory } as const]),
  ];
  return { minReplicas, maxReplicas, targets: targets.length === 0 ? [defaultTarget] : targets };
}

/** What says how many pods run. */
type Scaling = Pick<ResolvedWorkload, 'replicas' | 'autoscaling'>;

/** Whether an autoscaler says how many pods run. What the spec stops stays stopped: an autoscaler leaves 0 alone. */
export function isAutoscaled({ replicas, autoscaling: scaling }: Scaling): boolean {
  return scaling !== undefined && replicas > 0;
}

/** How many pods are wanted now. `present` is how many the live object asks for; undefined while there is none. */
export function desiredReplicas(workload: Scaling, present: number | undefined): number {
  const { replicas, autoscaling: scaling } = workload;
  return scaling === undefined || replicas === 0 ? replicas : (present ?? scaling.minReplicas);
}

/** The most pods that may be wanted without another word of the spec. */
export function mostReplicas({ replicas, autoscaling: scaling }: Scaling): number {
  return scaling === undefined || replicas === 0 ? replicas : scaling.maxReplicas;
}
