/**
 * The sixteen parties of the connections table: the three workloads that the operator runs and the thirteen systems around
 * them that it connects to, lets in, watches or checks, but never runs.
 */
export const parties = {
  ixnServer: { label: 'IXN', role: 'workload' },
  ixnNode: { label: 'IXN Node', role: 'workload' },
  ixnVQNode: { label: 'IXN VQ Node', role: 'workload' },
  consul: { label: 'Consul DaemonSet', role: 'neighbour' },
  gws: { label: 'GWS IXN service', role: 'neighbour' },
  statServer: { label: 'StatServer', role: 'neighbour' },
  configServer: { label: 'Config Server', role: 'neighbour' },
  kafka: { label: 'Kafka', role: 'neighbour' },
  urs: { label: 'URS', role: 'neighbour' },
  prometheus: { label: 'Prometheus', role: 'neighbour' },
  voiceRq: { label: 'Voice RQ', role: 'neighbour' },
  voiceConfig: { label: 'Voice config', role: 'neighbour' },
  orsRedis: { label: 'ORS Redis Stream', role: 'neighbour' },
  ixnDb: { label: 'IXN DB', role: 'neighbour' },
  ixnNodeDb: { label: 'IXN Node DB', role: 'neighbour' },
  pulse: { label: 'Pulse Stat Server(s)', role: 'neighbour' },
} as const satisfies Record<string, { readonly label: string; readonly role: 'workload' | 'neighbour' }>;

export type Party = keyof typeof parties;

/** The workloads, in the order in which everything lists them: what others depend on first. */
export const workloads = ['ixnServer', 'ixnNode', 'ixnVQNode'] as const satisfies readonly Party[];

export type Workload = (typeof workloads)[number];

export function isWorkload(party: Party): party is Workload {
  return parties[party].role === 'workload';
}
