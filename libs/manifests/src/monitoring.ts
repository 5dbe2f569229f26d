import type { InteractionServerSpec } from '@ixn/interaction-server';
import type { ClusterFeatures } from './resolve.ts';

/** How Prometheus finds the metrics of an instance. */
export interface Monitoring {
  readonly by: 'PodMonitor' | 'Annotations' | 'nothing';
  /** Labels of the PodMonitors. */
  readonly labels: Readonly<Record<string, string>>;
  readonly intervalSeconds: number;
}

/** What the spec asks for or, where it leaves the choice, what the cluster can do. */
export function monitoring(
  { monitoring: wanted }: InteractionServerSpec,
  { podMonitors }: ClusterFeatures,
): Monitoring {
  const { mode, labels = {}, intervalSeconds } = wanted;
  return { by: finding(mode, podMonitors), labels, intervalSeconds };
}

function finding(mode: InteractionServerSpec['monitoring']['mode'], podMonitors: boolean): Monitoring['by'] {
  switch (mode) {
    case 'Off':
      return 'nothing';
    case 'Auto':
      return podMonitors ? 'PodMonitor' : 'Annotations';
    case 'PodMonitor':
    case 'Annotations':
      return mode;
  }
}
