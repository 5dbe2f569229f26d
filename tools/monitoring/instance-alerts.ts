import { workloads } from '@ixn/connections';
import { componentName } from '@ixn/manifests';
import { type Alert, steadily } from './alert.ts';

/** The containers of an instance, by which its pods are found in the metrics of kube-state-metrics and the kubelet. */
const containers = `container=~"${workloads.map(componentName).join('|')}"`;
/** Pods of an instance, also while they have no container yet. */
const pods = 'pod=~".+-(ixn-[0-9]+|ixn-node-[a-z0-9]+-[a-z0-9]+|vq-node-[a-z0-9]+-[a-z0-9]+)"';
const pod = 'namespace="voice",pod="tenant-100-ixn-0"';
const container = `${pod},container="ixn-server"`;

/** What operators of Interaction Servers expect to be told, in the vendor's order. */
export const instanceAlerts: readonly Alert[] = [
  {
    name: 'IxnContainerFailed',
    expr: `increase(kube_pod_container_status_restarts_total{${containers}}[15m]) > 0`,
    for: '0m',
    severity: 'critical',
    summary:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} failed and was started again.',
    remedy: 'Read its last log: kubectl logs --previous.',
    firing: { [`kube_pod_container_status_restarts_total{${container}}`]: '0x20 1x1500' },
    quiet: { [`kube_pod_container_status_restarts_total{${container}}`]: steadily(3) },
  },
  {
    name: 'IxnPodPending',
    expr: `kube_pod_status_phase{phase="Pending",${pods}} == 1`,
    for: '10m',
    severity: 'critical',
    summary: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} is pending for 10 minutes.',
    remedy:
      'Read the condition of its workload in the InteractionServer: it says what the scheduler or the kubelet says.',
    firing: { [`kube_pod_status_phase{phase="Pending",${pod}}`]: steadily(1) },
    quiet: { [`kube_pod_status_phase{phase="Pending",${pod}}`]: '1x8 0x1500' },
  },
  {
    name: 'IxnMemoryHigh',
    expr:
      `container_memory_working_set_bytes{${containers}} / on (namespace, pod, container) ` +
      `kube_pod_container_resource_limits{resource="memory",${containers}} > 0.85`,
    for: '5m',
    severity: 'warning',
    summary:
      'Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} uses over 85 % of its memory limit.',
    remedy: 'Raise resources.limits.memory of the workload before it is killed.',
    firing: {
      [`container_memory_working_set_bytes{${container}}`]: steadily(900),
      [`kube_pod_container_resource_limits{resource="memory",${container}}`]: steadily(1000),
    },
    quiet: {
      [`container_memory_working_set_bytes{${container}}`]: steadily(800),
      [`kube_pod_container_resource_limits{resource="memory",${container}}`]: steadily(1000),
    },
  },
  {
    name: 'IxnDatabaseHanging',
    expr: 'ixn_health_info_current_database_requests > 0 and rate(ixn_health_info_total_database_requests[5m]) == 0',
    for: '5m',
    severity: 'critical',
    summary:
      'The database connections of {{ $labels.namespace }}/{{ $labels.pod }} hang: requests are open and none ends.',
    remedy: 'Look at the database and at connection 16 in the status of the InteractionServer.',
    firing: {
      [`ixn_health_info_current_database_requests{${pod}}`]: steadily(4),
      [`ixn_health_info_total_database_requests{${pod}}`]: steadily(70),
    },
    quiet: {
      [`ixn_health_info_current_database_requests{${pod}}`]: steadily(4),
      [`ixn_health_info_total_database_requests{${pod}}`]: '70+10x1500',
    },
  },
  {
    name: 'IxnRequestQueueSlow',
    expr: 'ixn_health_info_current_request_queue_wait >= 1',
    for: '5m',
    severity: 'warning',
    summary: 'Requests of {{ $labels.namespace }}/{{ $labels.pod }} wait for 1 s or more in the queue.',
    remedy: 'Look at the load, the database and the CPU of the pod.',
    firing: { [`ixn_health_info_current_request_queue_wait{${pod}}`]: steadily(1) },
    quiet: { [`ixn_health_info_current_request_queue_wait{${pod}}`]: '2x3 0.5x1500' },
  },
  {
    name: 'IxnHealthCheckFailing',
    expr: `kube_pod_container_status_ready{${containers}} == 0`,
    for: '20m',
    severity: 'critical',
    summary: 'The health check of {{ $labels.namespace }}/{{ $labels.pod }} fails for 20 minutes.',
    remedy: 'Read the condition of its workload in the InteractionServer, and the log of the pod.',
    firing: { [`kube_pod_container_status_ready{${container}}`]: steadily(0) },
    quiet: { [`kube_pod_container_status_ready{${container}}`]: '0x15 1x1500' },
  },
  lost('IxnRedisLost', 'ixnnode_redis_client_status', '20m', 'ORS Redis', 15),
  lost('IxnVoiceRqLost', 'ixnnode_rq_client_status', '20m', 'any RQ node', 13),
  lost('IxnConfigServerLost', 'ixn_health_info_config_server_connected', '1h', 'Config Server', 5),
];

function lost(name: string, metric: string, forHowLong: string, what: string, row: number): Alert {
  return {
    name,
    expr: `${metric} == 0`,
    for: forHowLong,
    severity: 'critical',
    summary: `{{ $labels.namespace }}/{{ $labels.pod }} has no connection to ${what} for ${forHowLong}.`,
    remedy: `Look at connection ${row} in the status of the InteractionServer: it says why.`,
    firing: { [`${metric}{${pod}}`]: steadily(0) },
    quiet: { [`${metric}{${pod}}`]: '0x10 1x1500' },
  };
}
