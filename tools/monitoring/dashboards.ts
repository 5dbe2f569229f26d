import { type Connection, connections, parties } from '@ixn/connections';
import { type Panel, dashboard, row } from './grafana.ts';

const instance = 'namespace=~"$namespace"';

const operatorPanels: readonly Panel[] = [
  { title: 'Works', unit: 'none', kind: 'stat', queries: { '{{pod}}': 'ixn_operator_leading' } },
  {
    title: 'Instances that are tried again',
    unit: 'none',
    kind: 'stat',
    queries: { all: 'sum(ixn_operator_retrying)' },
  },
  {
    title: 'Instances with changes that wait',
    unit: 'none',
    kind: 'stat',
    queries: { '{{reason}}': 'sum by (reason) (ixn_operator_updates_pending)' },
  },
  { title: 'Instances that wait for a worker', unit: 'none', queries: { '{{pod}}': 'ixn_operator_queue_depth' } },
  {
    title: 'Reconciles',
    unit: 'ops',
    queries: { '{{outcome}}': 'sum by (outcome) (rate(ixn_operator_reconcile_duration_seconds_count[5m]))' },
  },
  { title: 'Time of a reconcile', unit: 's', queries: quantiles('ixn_operator_reconcile_duration_seconds', '') },
  {
    title: 'Requests to the API server',
    unit: 'reqps',
    queries: {
      '{{verb}} {{code}}': 'sum by (verb, code) (rate(ixn_operator_kube_request_duration_seconds_count[5m]))',
    },
  },
  { title: 'Time of a request', unit: 's', queries: quantiles('ixn_operator_kube_request_duration_seconds', 'verb') },
  {
    title: 'What makes tries fail',
    unit: 'ops',
    queries: { '{{code}}': 'sum by (code) (rate(ixn_operator_retry_delay_seconds_count[5m]))' },
  },
  {
    title: 'Longest wait for another try',
    unit: 's',
    queries: { '{{pod}}': 'ixn_operator_next_try_seconds' },
  },
  {
    title: 'Restarts of workloads',
    unit: 'none',
    queries: { '{{workload}} {{cause}}': 'sum by (workload, cause) (increase(ixn_operator_restarts_total[1h]))' },
  },
  {
    title: 'Quietest watch',
    unit: 's',
    queries: { '{{pod}}': 'ixn_operator_watch_last_event_age_seconds' },
  },
  {
    title: 'What watches go through',
    unit: 'ops',
    queries: { '{{resource}} {{kind}}': 'sum by (resource, kind) (rate(ixn_operator_watch_notes_total[5m]))' },
  },
  {
    title: 'Memory',
    unit: 'bytes',
    queries: { '{{pod}}': 'process_resident_memory_bytes{job=~".*interaction-server-operator.*"}' },
  },
];

const instancePanels: readonly Panel[] = [
  {
    title: 'Config Server is connected',
    unit: 'none',
    kind: 'stat',
    queries: { '{{pod}}': `ixn_health_info_config_server_connected{${instance}}` },
  },
  {
    title: 'Redis is connected',
    unit: 'none',
    kind: 'stat',
    queries: { '{{pod}}': `ixnnode_redis_client_status{${instance}}` },
  },
  {
    title: 'Voice RQ is connected',
    unit: 'none',
    kind: 'stat',
    queries: { '{{pod}}': `ixnnode_rq_client_status{${instance}}` },
  },
  {
    title: 'Wait in the request queue',
    unit: 's',
    queries: { '{{pod}}': `ixn_health_info_current_request_queue_wait{${instance}}` },
  },
  {
    title: 'Database connections',
    unit: 'none',
    queries: { '{{pod}}': `ixn_health_info_current_database_connections{${instance}}` },
  },
  {
    title: 'Database requests',
    unit: 'ops',
    queries: {
      '{{pod}} ended': `rate(ixn_health_info_total_database_requests{${instance}}[5m])`,
      '{{pod}} open': `ixn_health_info_current_database_requests{${instance}}`,
    },
  },
  {
    title: 'Time of a command to Redis',
    unit: 's',
    queries: {
      '99 %': `histogram_quantile(0.99, sum by (le) (rate(ixnnode_redis_command_duration_sec_bucket{${instance}}[5m])))`,
    },
  },
];

const rows: readonly Connection[] = connections;

const connectionPanels: readonly Panel[] = [
  {
    title: 'Checks of dependencies',
    unit: 'none',
    queries: { '{{phase}}': 'sum by (phase) (ixn_operator_dependency_checks)' },
  },
  {
    title: 'Time of a check',
    unit: 's',
    queries: quantiles('ixn_operator_dependency_check_duration_seconds', 'protocol'),
  },
  ...rows
    .filter(({ outgoing }) => outgoing !== undefined)
    .map(
      ({ number, source, destination }): Panel => ({
        title: `${number}: ${parties[source].label} to ${parties[destination].label}`,
        unit: 'none',
        queries: { '{{state}}': `sum by (state) (ixn_operator_dependency_instances{row="${number}"})` },
      }),
    ),
];

function quantiles(histogram: string, by: string): Readonly<Record<string, string>> {
  const labels = by === '' ? 'le' : `le, ${by}`;
  return Object.fromEntries(
    [0.5, 0.99].map((quantile) => [
      `${quantile * 100} %${by === '' ? '' : ` {{${by}}}`}`,
      `histogram_quantile(${quantile}, sum by (${labels}) (rate(${histogram}_bucket[5m])))`,
    ]),
  );
}

/** The Grafana dashboards, by the names of their files. */
export function dashboards(): Readonly<Record<string, object>> {
  return {
    operator: dashboard('ixn-operator', 'Interaction Server: operator', row(operatorPanels)),
    instance: dashboard('ixn-instance', 'Interaction Server: instances', row(instancePanels), {
      namespace: 'label_values(ixn_health_info_config_server_connected, namespace)',
    }),
    connections: dashboard('ixn-connections', 'Interaction Server: connections', row(connectionPanels)),
  };
}
